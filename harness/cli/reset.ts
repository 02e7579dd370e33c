import { Command } from '@commander-js/extra-typings';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type { Reset } from '../environment/reset-track.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption, trackOption } from './options.ts';
import { findRecorded, tracksOn } from './recorded-environment.ts';
import { secondsText } from './seconds-text.ts';
import { selectedTracks } from './selected-tracks.ts';
import { warnOfLeases } from './warn-of-leases.ts';
import { withProgress } from './with-progress.ts';

export function resetCommand(context: Context) {
  return new Command('reset')
    .summary('take an environment back to its seed')
    .description(
      'Databases, uploads, caches and queued jobs are those of the seed again, in every track that is up. The code, URLs ' +
        'and passwords stay, and so do the logs, with a line that marks the reset.',
    )
    .addOption(trackOption().default('both' as const))
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 reset --track next')
    .action(
      exiting(context, async ({ track, environment, json }) => {
        const reset = await resetTracks(context, environment, selectedTracks(track));
        if (!reset.ok) return finishFailed(context, reset.failure, json);
        if (json)
          printJson(
            context,
            reset.value.map(({ record, away }) => ({ ...record, away })),
          );
        else context.stdout.write(reset.value.map(resetText).join(''));
        warnOfLeases(
          context,
          reset.value.map(({ record }) => record),
        );
        return 0;
      }),
    );
}

async function resetTracks(
  context: Context,
  nameOrFile: string,
  wanted: readonly Track[],
): Promise<Outcome<readonly Reset[]>> {
  const recorded = await findRecorded(context, nameOrFile);
  if (!recorded.ok) return recorded;
  const { name } = recorded.value;
  const present = tracksOn(recorded.value, wanted);
  if (present.length === 0) return failed(nothingUp(name));
  const resets = await withProgress(context, (progress) =>
    Promise.all(
      present.map((track) =>
        context.services.resetTrack({
          environment: name,
          track,
          signal: context.signal,
          listener: progress.phases(track),
          onNotice: (text) => progress.show({ type: 'notice', text }),
        }),
      ),
    ),
  );
  const broken = resets.find((reset) => !reset.ok);
  return broken ?? ok(resets.flatMap((reset) => (reset.ok ? [reset.value] : [])));
}

function resetText({ record: { name, track }, away }: Reset): string {
  return `${name} · ${track} is as its seed again; ${secondsText('away', away)}\n`;
}

function nothingUp(name: string) {
  return {
    kind: 'usage' as const,
    what: `Nothing of the environment ${name} is up that could be reset.`,
    next: `Start it with \`gm1 up --environment ${name}\`.`,
  };
}
