import type { TestVerdict } from '../core/comparison.ts';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { TestIdentity } from '../core/result.ts';
import type { RememberedTest } from '../store/remembered-tests.ts';
import type { RunStore } from '../store/store.ts';

/** Which tests are run again, and nothing else: those that failed last time, or those of a run with these verdicts. */
export type AgainChoice =
  | { readonly kind: 'last failed' }
  | { readonly kind: 'recorded'; readonly run: string; readonly verdicts: readonly TestVerdict[] };

export interface TestsAgain {
  readonly tests: readonly TestIdentity[];
  /** For when none of them is of these suites. */
  readonly none: (suites: readonly string[]) => Failure;
}

/** Finds the tests that a choice means; fails when there is no such run, or it was not compared. */
export async function findTestsAgain(
  choice: AgainChoice,
  store: Pick<RunStore, 'readComparison'>,
  before: readonly RememberedTest[],
): Promise<Outcome<TestsAgain>> {
  if (choice.kind === 'last failed') {
    const tests = before.filter(({ status }) => status === 'failed').map(({ test }) => test);
    return ok({ tests, none: nothingFailed });
  }
  const comparison = await store.readComparison(choice.run);
  if (!comparison.ok) return failed(comparison.failure);
  const { run, tests } = comparison.value;
  return ok({
    tests: tests.filter(({ verdict }) => choice.verdicts.includes(verdict)).map(({ test }) => test),
    none: (suites) => nothingOfVerdict(suites, choice.verdicts, run),
  });
}

function nothingFailed(suites: readonly string[]): Failure {
  return {
    kind: 'usage',
    what: `No test of ${suites.join(', ')} is known to have failed last time, so nothing was tested.`,
    next: 'Run them without --last-failed.',
  };
}

function nothingOfVerdict(suites: readonly string[], verdicts: readonly string[], run: string): Failure {
  return {
    kind: 'usage',
    what: `No test of ${suites.join(', ')} is ${verdicts.join(' or ')} in the run ${run}, so nothing was tested.`,
    next: `"gm1 compare ${run}" shows its verdicts.`,
  };
}
