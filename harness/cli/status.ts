import { Command } from '@commander-js/extra-typings';
import { failureSentence, type Outcome, ok } from '../core/failure.ts';
import type { DamagedTrack } from '../environment/environments.ts';
import type { Context } from './context.ts';
import { failureExitCode } from './exit-code.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { jsonOption } from './options.ts';
import { statusText } from './status-text.ts';
import { readTrackStatus, type TrackStatus } from './track-status.ts';

export function statusCommand(context: Context) {
  return new Command('status')
    .summary('list the environments and how they are')
    .description(
      'Lists every environment on record with its true state: URLs, accounts, services, memory, image, lease, and what ' +
        'is off or stubbed.',
    )
    .option('-e, --environment <name>', 'just this one')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 status --json')
    .action(
      exiting(context, async ({ environment, json }) => {
        const found = await readStatuses(context, environment);
        if (!found.ok) return finishFailed(context, found.failure, json);
        const { statuses, damaged } = found.value;
        if (json) printJson(context, [...statuses, ...damaged]);
        else if (statuses.length + damaged.length === 0)
          context.stdout.write('No environment is up; "gm1 up" starts one.\n');
        else context.stdout.write([...statuses.map(statusText), ...damaged.map(damagedText)].join('\n'));
        for (const { failure } of damaged) context.stderr.write(`gm1: ${failureSentence(failure)}\n`);
        const [first] = damaged;
        return first ? failureExitCode(first.failure) : 0;
      }),
    );
}

interface FoundTracks {
  readonly statuses: readonly TrackStatus[];
  readonly damaged: readonly (DamagedTrack & { readonly state: 'damaged' })[];
}

async function readStatuses(
  context: Context,
  environment: string | undefined,
): Promise<Outcome<FoundTracks>> {
  const recorded = await context.services.environments(environment);
  if (!recorded.ok) return recorded;
  const { records, damaged } = recorded.value;
  const outcomes = await Promise.all(records.map((record) => readTrackStatus(context, record)));
  const broken = outcomes.find((outcome) => !outcome.ok);
  if (broken) return broken;
  return ok({
    statuses: outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])),
    damaged: damaged.map((each) => ({ ...each, state: 'damaged' as const })),
  });
}

function damagedText({ name, track }: DamagedTrack): string {
  return `${name} · ${track} · damaged\n`;
}
