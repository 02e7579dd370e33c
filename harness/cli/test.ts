import { Command, Option } from '@commander-js/extra-typings';
import type { Definition, SuiteName } from '../core/definition.ts';
import { type Failure, failed, failureSentence, type Outcome, ok } from '../core/failure.ts';
import { type Attempt, testName } from '../core/result.ts';
import { runSuite } from '../run/run-suite.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption } from './options.ts';
import { countAttempt, noCounts, sayCounts } from './suite-counts.ts';
import { warnOfLeases } from './warn-of-leases.ts';
import { withProgress } from './with-progress.ts';

export function testCommand(context: Context) {
  return new Command('test')
    .summary('run suites on an environment that is up')
    .description('Runs the suites of a definition on one track that is up. Exit code 1 when a test failed.')
    .addOption(
      new Option('-t, --track <track>', 'which side')
        .choices(['train', 'next'] as const)
        .default('next' as const),
    )
    .addOption(new Option('-s, --suite <suite...>', 'just these suites'))
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 up && gm1 test --suite api browser')
    .action(
      exiting(context, async ({ track, suite, environment, json }) => {
        const tested = await testTrack(context, environment, track, suite);
        if (!tested.ok) return finishFailed(context, tested.failure, json);
        const { attempts, outages } = tested.value;
        if (json) printJson(context, attempts);
        else context.stdout.write(testText(attempts));
        const [outage] = outages;
        if (outage) return finishFailed(context, outage);
        return attempts.some(({ status }) => status === 'failed') ? 1 : 0;
      }),
    );
}

interface Tested {
  readonly attempts: readonly Attempt[];
  /** What of the environment ended meanwhile; after one the attempts say nothing for sure. */
  readonly outages: readonly Failure[];
}

async function testTrack(
  context: Context,
  environment: string,
  track: 'train' | 'next',
  names: readonly string[] | undefined,
): Promise<Outcome<Tested>> {
  const definition = await context.services.loadDefinition(environment);
  if (!definition.ok) return definition;
  const suites = selectSuites(definition.value, names);
  if (!suites.ok) return suites;
  const stages = await context.services.stages();
  if (!stages.ok) return stages;
  const held = await context.services.holdEnvironment(definition.value.name, track, 'test');
  if (!held.ok) return held;
  await using _held = held.value;
  const running = await context.services.running(definition.value.name, track);
  if (!running.ok) return running;
  warnOfLeases(context, [running.value.record]);
  const resultsDirectory = await context.services.resultsDirectory(definition.value.name, track);
  // Without the await the environment would be released at once.
  return await withProgress(context, async (progress) => {
    const attempts: Attempt[] = [];
    const outages: Failure[] = [];
    await using _watch = stages.value.watch(definition.value.name, track, (outage) => {
      outages.push(outage);
      progress.show({ type: 'notice', text: failureSentence(outage) });
    });
    for (const suite of suites.value) {
      const finished = await runSuite({
        suite,
        runner: stages.value.runners[suite],
        running: running.value,
        resultsDirectory,
        purpose: 'first',
        workers: context.services.workers,
        clock: context.services.clock,
        signal: context.signal,
        onEvent: (event) => progress.show(event),
      });
      if (!finished.ok) return finished;
      attempts.push(...finished.value.attempts);
    }
    return ok({ attempts, outages });
  });
}

function selectSuites(
  definition: Definition,
  names: readonly string[] | undefined,
): Outcome<readonly SuiteName[]> {
  const unknown = names?.find((name) => !definition.suites.some((suite) => suite === name));
  if (unknown === undefined) return ok(definition.suites.filter((suite) => !names || names.includes(suite)));
  return failed({
    kind: 'usage',
    what: `The environment ${definition.name} has no suite "${unknown}".`,
    next: `It has: ${definition.suites.join(', ')}.`,
  });
}

function testText(attempts: readonly Attempt[]): string {
  const failures = attempts.filter(({ status }) => status === 'failed');
  const counts = attempts.reduce((sum, { status }) => countAttempt(sum, status), noCounts);
  return [
    ...failures.map(({ test, message }) => `✖ ${testName(test)}\n${indent(message ?? 'no message')}`),
    sayCounts(counts),
    '',
  ].join('\n');
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
