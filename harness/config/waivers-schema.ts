import { z } from 'zod';
import { type Waiver, waiverKey } from '../core/waiver.ts';

function field(expected: string, description: string) {
  return z.string({ error: expected }).trim().min(1, expected).meta({ description });
}

const day = 'the last day on which it holds, for example 2026-12-31';

/** What may stand for one waiver. The words of each `error` follow "expected" in the message to the user. */
const waiver = z
  .strictObject(
    {
      task: field('the task in the tracker', 'The task in the tracker, for example T123456'),
      owner: field('who looks after it', 'Who looks after it'),
      scope: z.enum(['log', 'test'], { error: 'log or test' }).meta({ description: 'What it waives' }),
      test: field('the name of the test', 'Name of the test, as reports show it; with scope test').optional(),
      signature: field('the signature of the finding', 'Signature of the finding, as reports show it'),
      reason: field('why it may ship', 'Why it may ship'),
      expires: z.iso.date({ error: day }).meta({ description: 'The last day on which it holds, in UTC' }),
    },
    { error: 'a map with task, owner, scope, signature, reason and expires' },
  )
  .superRefine(checkScope, { when: ({ value }) => isMap(value) })
  .transform(toWaiver);

function checkScope(value: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['test'], message });
  if (value.scope === 'test' && value.test === undefined)
    refuse('the name of the test, for its scope is test');
  if (value.scope === 'log' && value.test !== undefined) refuse('no test, for its scope is log');
}

interface WaiverFields extends Omit<Waiver, 'scope'> {
  readonly scope: 'log' | 'test';
  readonly test?: string | undefined;
}

function toWaiver({ scope, test = '', ...common }: WaiverFields): Waiver {
  return scope === 'test' ? { ...common, scope, test } : { ...common, scope };
}

/** The content of `waivers.yaml`. */
export const waiversSchema = z
  .strictObject(
    {
      waivers: z
        .array(waiver, { error: 'a list of waivers' })
        .superRefine(refuseDoubles)
        .meta({ description: 'Known findings that do not gate' }),
    },
    { error: 'a map with waivers' },
  )
  .meta({ title: 'Waivers of gm1' });

/** Two waivers of one finding would let the longer one win unseen. */
function refuseDoubles(waivers: readonly Waiver[], context: z.RefinementCtx): void {
  const seen = new Map<string, string>();
  for (const [index, each] of waivers.entries()) {
    const before = seen.get(waiverKey(each));
    if (before) {
      const message = `each finding once (${before} waives it already)`;
      context.addIssue({ code: 'custom', path: [index], message });
    }
    seen.set(waiverKey(each), each.task);
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON schema for editors, the content of `environments/waivers.schema.json`. */
export function waiversJsonSchema(): unknown {
  return JSON.parse(JSON.stringify(z.toJSONSchema(waiversSchema, { io: 'input' })));
}
