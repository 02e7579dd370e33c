import { z } from 'zod';

/** The content of an Allure result file as far as gm1 uses it; adapters may leave out most of it. */
const label = z.object({ name: z.string(), value: z.string() });

const attachment = z.object({
  name: z.string().default('attachment'),
  source: z.string(),
  type: z.string().default('application/octet-stream'),
});

/** A step may hold steps of its own. */
const step = z.object({
  attachments: z.array(attachment).default([]),
  get steps() {
    return z.array(step).default([]);
  },
});

/** Since 1970, as far as a `Date` reaches. */
const milliseconds = z.number().min(0).max(8.64e15);

export const resultFileSchema = z.object({
  name: z.string().min(1),
  fullName: z.string().default(''),
  /** The file's folders and name, then the titles of the suites around the test; some adapters begin with a package. */
  titlePath: z.array(z.string()).default([]),
  /** `broken` is Allure's word for a failure that is no failed assertion; no status: the test did not end. */
  status: z.enum(['passed', 'failed', 'broken', 'skipped', 'unknown']).default('unknown'),
  statusDetails: z.object({ message: z.string().optional(), trace: z.string().optional() }).default({}),
  start: milliseconds,
  stop: milliseconds.optional(),
  labels: z.array(label).default([]),
  parameters: z.array(label).default([]),
  attachments: z.array(attachment).default([]),
  steps: z.array(step).default([]),
});

export type ResultFile = z.infer<typeof resultFileSchema>;
