import { join } from 'node:path';
import { z } from 'zod';
import { type Attempt, type TestIdentity, testName } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { readIfPresent, writeWhole } from '../system/files.ts';
import { parseJson } from '../system/parse-json.ts';

/** A test of the last `gm1 test` that ran it, and how it ended then. */
export interface RememberedTest {
  readonly test: TestIdentity;
  readonly status: Attempt['status'];
}

const schema: z.ZodType<readonly RememberedTest[]> = z.array(
  z.object({
    test: z.object({
      suite: z.string(),
      file: z.string(),
      titlePath: z.array(z.string()),
      project: z.string(),
    }),
    status: z.enum(['passed', 'failed', 'skipped']),
  }),
);

/**
 * What `gm1 test` ran on a track of an environment. It outlives the environment: the tests are the same on the next.
 * Upstream's tests at another revision than the train's are others.
 */
export class TestMemory {
  readonly #file: string;

  constructor(root: string, environment: string, track: Track, testsOf: Track = 'train') {
    const name = testsOf === 'train' ? track : `${track}-tests-of-${testsOf}`;
    this.#file = join(root, 'tests', environment, `${name}.json`);
  }

  /** Nothing when nothing ran yet, or when the file is damaged: it is only a memory. */
  async read(): Promise<readonly RememberedTest[]> {
    const parsed = schema.safeParse(parseJson((await readIfPresent(this.#file)) ?? ''));
    return parsed.success ? parsed.data : [];
  }

  async write(tests: readonly RememberedTest[]): Promise<void> {
    await writeWhole(this.#file, JSON.stringify(tests));
  }
}

/**
 * What is remembered after these attempts. A whole suite takes the place of what was known of it; attempts at a choice
 * of tests change what is known of those.
 */
export function remember(
  before: readonly RememberedTest[],
  attempts: readonly Attempt[],
  wholeSuites: readonly string[],
): readonly RememberedTest[] {
  const kept = before.filter(({ test }) => !wholeSuites.includes(test.suite));
  const known = new Map([...kept, ...worstOf(attempts)].map((entry) => [testName(entry.test), entry]));
  return [...known.values()];
}

/** A test that ran several times has failed when it failed once. */
function worstOf(attempts: readonly Attempt[]): readonly RememberedTest[] {
  const failed = attempts.filter(({ status }) => status === 'failed');
  return [...attempts, ...failed].map(({ test, status }) => ({ test, status }));
}

/** The tests of whole suites that ran last time and did not run now. */
export function testsNotRun(
  before: readonly RememberedTest[],
  attempts: readonly Attempt[],
  wholeSuites: readonly string[],
): readonly TestIdentity[] {
  const ran = new Set(attempts.map(({ test }) => testName(test)));
  return before
    .map(({ test }) => test)
    .filter((test) => wholeSuites.includes(test.suite) && !ran.has(testName(test)));
}
