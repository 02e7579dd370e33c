import type { SuiteName } from '../core/definition.ts';
import { type Failure, failed, failureSentence, type Outcome, ok } from '../core/failure.ts';
import { type Attempt, type TestIdentity, testName } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { runSuite } from '../run/run-suite.ts';
import type { RunningTrack, Stages } from '../run/stages.ts';
import type { TestChoice } from '../runners/test-choice.ts';
import { type RememberedTest, remember, type TestMemory, testsNotRun } from '../store/remembered-tests.ts';
import { type ChosenSuites, chooseSuites } from './chosen-suites.ts';
import type { Context } from './context.ts';
import type { Progress } from './progress.ts';
import { type AgainChoice, findTestsAgain, type TestsAgain } from './tests-again.ts';
import { warnOfLeases } from './warn-of-leases.ts';
import { withEvidence } from './with-evidence.ts';
import { withProgress } from './with-progress.ts';

export interface TestRequest {
  readonly environment: string;
  readonly track: Track;
  /** All of the definition's when absent. */
  readonly suites?: readonly string[] | undefined;
  readonly choice: TestChoice;
  /** Just some tests again; the chosen suites as they are when absent. */
  readonly again?: AgainChoice | undefined;
  readonly repeat: number;
}

export interface Tested {
  readonly attempts: readonly Attempt[];
  /** What of the environment ended meanwhile; after one the attempts say nothing for sure. */
  readonly outages: readonly Failure[];
  /** Where the files of the attempts' attachments are. */
  readonly resultsDirectory: string;
}

/** Runs suites on a track that is up, keeps others from changing it meanwhile, and remembers what ran. */
export async function testTrack(context: Context, request: TestRequest): Promise<Outcome<Tested>> {
  const { services } = context;
  const definition = await services.loadDefinition(request.environment);
  if (!definition.ok) return definition;
  const { name } = definition.value;
  const stages = await services.stages();
  if (!stages.ok) return stages;
  const runners = await stages.value.runners(definition.value);
  const chosen = chooseSuites(definition.value, request.suites, request.choice, runners);
  if (!chosen.ok) return chosen;
  const held = await services.holdEnvironment(name, request.track, 'test');
  if (!held.ok) return held;
  await using _held = held.value;
  const running = await services.running(name, request.track);
  if (!running.ok) return running;
  warnOfLeases(context, [running.value.record]);
  const memory = services.testMemory(name, request.track, request.choice.testsOf);
  const before = await memory.read();
  const again = request.again ? await findTestsAgain(request.again, services.store, before) : ok(undefined);
  if (!again.ok) return again;
  const rounds = planRounds(request, chosen.value, again.value);
  if (!rounds.ok) return rounds;
  const resultsDirectory = await services.resultsDirectory(name, request.track);
  // Without the await the environment would be released at once.
  return await withProgress(context, async (progress) => {
    for (const notice of chosen.value.notices) progress.show({ type: 'notice', text: notice });
    const job = {
      context,
      request,
      stages: stages.value,
      runners,
      running: running.value,
      resultsDirectory,
      progress,
    };
    const tested = await runRounds(job, rounds.value);
    if (!tested.ok || request.choice.ui) return tested;
    return conclude(job, chosen.value, { memory, before, again: again.value }, tested.value);
  });
}

interface Known {
  readonly memory: Pick<TestMemory, 'write'>;
  readonly before: readonly RememberedTest[];
  readonly again: TestsAgain | undefined;
}

/** Says what did not run, remembers what did, and adds what the wikis logged. */
async function conclude(
  job: Job,
  chosen: ChosenSuites,
  { memory, before, again }: Known,
  tested: Tested,
): Promise<Outcome<Tested>> {
  const { request, progress, context } = job;
  const { attempts } = tested;
  if (attempts.length === 0) return failed(nothingMatched(request, chosen));
  const whole = isWhole(request) ? chosen.suites : [];
  sayNotRun('ran last time and', testsNotRun(before, attempts, whole), progress);
  sayNotRun('to run again', missedAgain(request, again, attempts), progress);
  await memory.write(remember(before, attempts, whole));
  const onNotice = (text: string) => progress.show({ type: 'notice', text });
  const evident = await withEvidence(attempts, { ...job, onNotice, signal: context.signal });
  return ok({ ...tested, attempts: evident });
}

interface Round {
  readonly suite: SuiteName;
  /** All of the suite when absent. */
  readonly only?: readonly TestIdentity[];
}

function planRounds(
  { repeat }: TestRequest,
  { suites }: ChosenSuites,
  again: TestsAgain | undefined,
): Outcome<readonly Round[]> {
  const round = suites.flatMap((suite): readonly Round[] => {
    if (!again) return [{ suite }];
    const only = again.tests.filter((test) => test.suite === suite);
    return only.length > 0 ? [{ suite, only }] : [];
  });
  if (again && round.length === 0) return failed(again.none(suites));
  return ok(Array.from({ length: repeat }, () => round).flat());
}

interface Job {
  readonly context: Context;
  readonly request: TestRequest;
  readonly stages: Stages;
  readonly runners: Awaited<ReturnType<Stages['runners']>>;
  readonly running: RunningTrack;
  readonly resultsDirectory: string;
  readonly progress: Progress;
}

async function runRounds(job: Job, rounds: readonly Round[]): Promise<Outcome<Tested>> {
  const { context, stages, running, progress } = job;
  const { name, track } = running.record;
  const [attempts, outages]: [Attempt[], Failure[]] = [[], []];
  await using watch = stages.watch(name, track, (outage) => {
    outages.push(outage);
    progress.show({ type: 'notice', text: failureSentence(outage) });
  });
  for (const round of rounds) {
    const runner = job.runners[round.suite];
    if (!runner) throw new Error(`There is no runner for ${round.suite}.`);
    const finished = await runSuite({
      ...round,
      runner,
      running,
      watch,
      resultsDirectory: job.resultsDirectory,
      purpose: 'first',
      choice: job.request.choice,
      workers: context.services.workers,
      clock: context.services.clock,
      signal: context.signal,
      onEvent: (event) => progress.show(event),
    });
    if (!finished.ok) return finished;
    attempts.push(...finished.value.attempts);
  }
  return ok({ attempts, outages, resultsDirectory: job.resultsDirectory });
}

function isWhole({ choice, again }: TestRequest): boolean {
  return choice.grep === undefined && !again;
}

/** Those that nobody left out with another option, but no suite has. */
function missedAgain(
  { suites, choice }: TestRequest,
  again: TestsAgain | undefined,
  attempts: readonly Attempt[],
): readonly TestIdentity[] {
  if (!again || choice.grep !== undefined) return [];
  const ran = new Set(attempts.map(({ test }) => testName(test)));
  return again.tests.filter((test) => !ran.has(testName(test)) && (suites?.includes(test.suite) ?? true));
}

function sayNotRun(what: string, missing: readonly TestIdentity[], progress: Progress): void {
  if (missing.length === 0) return;
  const tests = missing.length === 1 ? 'One test' : `${missing.length} tests`;
  const text = [`${tests} ${what} did not run now:`, ...missing.map((test) => `    ${testName(test)}`)];
  progress.show({ type: 'notice', text: text.join('\n') });
}

function nothingMatched({ choice }: TestRequest, { suites }: ChosenSuites): Failure {
  if (choice.grep === undefined)
    return {
      kind: 'usage',
      what: `None of these tests of ${suites.join(', ')} is there any more, so nothing was tested.`,
      next: 'Run the suites as they are.',
    };
  return {
    kind: 'usage',
    what: `No test of ${suites.join(', ')} matches --grep '${choice.grep}', so nothing was tested.`,
    next: 'It is a regular expression that is looked for in files and titles.',
  };
}
