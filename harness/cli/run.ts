import { Command } from '@commander-js/extra-typings';
import type { Outcome } from '../core/failure.ts';
import type { RunFinished, RunRequest } from '../run/run.ts';
import { thisHost } from '../system/host.ts';
import { comparisonParts } from './comparison-parts.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed } from './finish.ts';
import { environmentOption, jsonOption, repeatOption } from './options.ts';
import { publishComparison } from './publish-comparison.ts';
import { withProgress } from './with-progress.ts';

export function runCommand(context: Context) {
  return new Command('run')
    .summary('the whole job: build, start, test and compare both tracks')
    .description(
      'Builds both tracks, starts both, runs the suites on both, compares, and writes the report. ' +
        'Exit codes: 0 go, 1 no-go, 2 usage or configuration, 3 inconclusive, 130 interrupted.',
    )
    .option('--control', 'run train against train: all that it finds is noise')
    .addOption(repeatOption('run each suite so many times on each track, to meet what fails only sometimes'))
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  gm1 run --environment my-change.yaml\n  gm1 run --repeat 3    for a night: finds flaky tests sooner, takes three times as long',
    )
    .action(
      exiting(context, async ({ control = false, repeat, environment, json }) => {
        const finished = await runOnce(context, environment, { control, repeat });
        if (!finished.ok) return finishFailed(context, finished.failure, json);
        return await publishComparison(context, finished.value, json ?? false);
      }),
    );
}

async function runOnce(
  context: Context,
  environment: string,
  request: Pick<RunRequest, 'control' | 'repeat'>,
): Promise<Outcome<RunFinished>> {
  const { services } = context;
  const definition = await services.loadDefinition(environment);
  if (!definition.ok) return definition;
  const parts = await comparisonParts(context, definition.value);
  if (!parts.ok) return parts;
  const stages = await services.stages();
  if (!stages.ok) return stages;
  const { runBothTracks } = await import('../run/run.ts');
  return withProgress(context, (progress) =>
    runBothTracks(
      { ...request, definition: definition.value, workers: services.workers },
      {
        ...parts.value,
        stages: stages.value,
        clock: services.clock,
        host: thisHost(),
        onEvent: (event) => progress.show(event),
      },
    ),
  );
}
