import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import { type Attempt, type TestIdentity, testName } from '../core/result.ts';
import type { SuiteFinished, SuiteJob } from './runner.ts';
import { watchResults } from './watch-results.ts';

/** How a test tool ended. */
export interface ToolEnd {
  /** Undefined when it was killed. */
  readonly exitCode: number | undefined;
  readonly lastLines: readonly string[];
}

/**
 * Runs a test tool while its result files are read as they appear. Fails when it did not run or ran no test, unless none
 * was chosen: whoever chooses among several suites sees whether all of them together ran one.
 */
export async function collectResults(
  job: SuiteJob,
  tool: string,
  run: () => Promise<Outcome<ToolEnd>>,
): Promise<Outcome<SuiteFinished>> {
  const { suite, purpose, resultsDirectory: directory, endpoints } = job;
  const context = { suite, purpose, directory, track: endpoints.track };
  const wanted = job.only && new Set(job.only.map(testName));
  const isWanted = ({ test }: Attempt) => !wanted || wanted.has(testName(test));
  const watch = await watchResults(context, (attempt) => {
    // Tests cut off by the signal say nothing about the wiki; tools that cannot choose run more than was asked for.
    if (!job.signal.aborted && isWanted(attempt)) job.onAttempt(attempt);
  });
  const end = await run();
  const { attempts: all, problems } = await watch.finish();
  const attempts = all.filter(isWanted);
  if (job.signal.aborted) return failed(interrupted);
  if (!end.ok) return end;
  if (end.value.exitCode === undefined) return failed(wasKilled(job, tool, end.value));
  const isChosenAway = job.choice?.grep !== undefined && end.value.exitCode === 0;
  if (attempts.length === 0 && !isChosenAway) return failed(ranNoTest(job, tool, end.value, problems));
  return ok({ attempts, problems: [...problems, ...oddities(job, tool, end.value, all)] });
}

/** What is wrong with a suite that did run. */
function oddities(
  job: SuiteJob,
  tool: string,
  end: ToolEnd,
  /** Those that nobody asked for, too. */
  attempts: readonly Attempt[],
): readonly string[] {
  const ran = new Set(attempts.map(({ test }) => testName(test)));
  const missing = (job.only ?? []).map(testName).filter((name) => !ran.has(name));
  const unexplained = end.exitCode !== 0 && !attempts.some(({ status }) => status === 'failed');
  return [
    ...missing.map((name) => `${name} was asked for and left no result.`),
    ...(unexplained
      ? [
          `${tool} ended with exit code ${end.exitCode} although no test of ${job.suite} failed: ${quote(end)}`,
        ]
      : []),
  ];
}

function ranNoTest(job: SuiteJob, tool: string, end: ToolEnd, problems: readonly string[]) {
  return {
    kind: 'infrastructure' as const,
    what: `The suite ${job.suite} ran no test${asked(job.only)}: ${tool} ended with exit code ${end.exitCode}.`,
    why: [...problems.slice(0, 3), quote(end)].filter(Boolean).join('\n'),
    next: `Mend what its last lines say, then run "gm1 test --suite ${job.suite}".`,
  };
}

function wasKilled(job: SuiteJob, tool: string, end: ToolEnd) {
  return {
    kind: 'infrastructure' as const,
    what: `${tool} was killed before the suite ${job.suite} ended.`,
    why: quote(end),
    next: 'See whether the machine ran out of memory (dmesg), then run it again with fewer workers.',
  };
}

function asked(only: readonly TestIdentity[] | undefined): string {
  return only ? ` of the ${only.length} asked for` : '';
}

function quote({ lastLines }: ToolEnd): string {
  return lastLines.length > 0 ? `It said:\n${lastLines.join('\n')}` : 'It said nothing.';
}
