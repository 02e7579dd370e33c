import type { EndedTest } from '../allure-writer.ts';
import limits from './limits.json' with { type: 'json' };

/** What of upstream's tests cannot work in an environment without a way out, with the reason: data that reviews read. */
export interface Limit {
  readonly suite: string;
  readonly file: string;
  /** Last titles; all tests of the file when absent. */
  readonly titles?: readonly string[];
  readonly why: string;
}

/** A test that failed as listed is shown as left out, with the reason; one that passed all the same has passed. */
export function applyLimits(ended: EndedTest, known: readonly Limit[] = limits): EndedTest {
  if (ended.status !== 'failed') return ended;
  const limit = limitOf(ended, known);
  return limit ? { ...ended, status: 'skipped', message: `Cannot work here: ${limit.why}` } : ended;
}

function limitOf({ test }: EndedTest, known: readonly Limit[]): Limit | undefined {
  return known.find(
    ({ suite, file, titles }) =>
      suite === test.suite &&
      file === test.file &&
      (titles === undefined || titles.includes(test.titlePath.at(-1) ?? '')),
  );
}
