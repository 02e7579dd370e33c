import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TestStep } from '../core/result.ts';
import { parseJson } from '../system/parse-json.ts';
import { resultKey } from './attempt-key.ts';
import { isResultFile } from './results.ts';

const step = z.object({
  name: z.string().default(''),
  start: z.number().default(0),
  get steps() {
    return z.array(step).default([]);
  },
});

const resultSchema = z.object({ name: z.string(), start: z.number(), steps: z.array(step).default([]) });

/** The steps of each attempt in a folder of Allure result files, by `attemptKey()`; a file that cannot be read has none. */
export async function readSteps(directory: string): Promise<ReadonlyMap<string, readonly TestStep[]>> {
  const files = await readdir(directory).catch(() => []);
  const stepsOf = new Map<string, readonly TestStep[]>();
  for (const file of files.filter(isResultFile)) {
    const text = await readFile(join(directory, file), 'utf8').catch(() => '');
    const { data } = resultSchema.safeParse(parseJson(text));
    if (data && data.steps.length > 0) stepsOf.set(resultKey(data.name, data.start), data.steps);
  }
  return stepsOf;
}
