import type { SuiteName } from '../core/definition.ts';
import type { Endpoints } from '../core/endpoint.ts';
import type { Outcome } from '../core/failure.ts';
import type { Attempt, TestIdentity } from '../core/result.ts';
import type { TestChoice, TestOption } from './test-choice.ts';

export interface SuiteJob {
  readonly suite: SuiteName;
  readonly endpoints: Endpoints;
  /** Mode 0600; the JSON of `endpoints`, for the processes that the runner starts. */
  readonly endpointsFile: string;
  /** Where Allure result files and attachments go; exists. */
  readonly resultsDirectory: string;
  readonly purpose: Attempt['purpose'];
  /** Just these tests; all of the suite when absent. */
  readonly only?: readonly TestIdentity[];
  readonly choice?: TestChoice;
  /** How many tests may run at once. */
  readonly workers: number;
  readonly signal: AbortSignal;
  /** Called for each attempt as soon as its result file is whole. */
  readonly onAttempt: (attempt: Attempt) => void;
}

export interface SuiteFinished {
  readonly attempts: readonly Attempt[];
  /** Result files that could not be read, as sentences. */
  readonly problems: readonly string[];
}

/** Runs a suite with a test tool. Fails when the tool did not run or ran no test; failed tests are results. */
export interface Runner {
  /** The choices of a developer that its tool can follow. */
  readonly takes: readonly TestOption[];
  run(job: SuiteJob): Promise<Outcome<SuiteFinished>>;
}
