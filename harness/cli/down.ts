import { Command } from '@commander-js/extra-typings';
import { type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption, trackOption } from './options.ts';
import { findRecorded, tracksOn } from './recorded-environment.ts';
import { selectedTracks } from './selected-tracks.ts';

export function downCommand(context: Context) {
  return new Command('down')
    .summary('remove an environment')
    .description(
      'Removes the containers, networks, volumes and secrets of an environment. Images and seeds stay.',
    )
    .addOption(trackOption().default('both' as const))
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 down --track train')
    .action(
      exiting(context, async ({ track, environment, json }) => {
        const down = await takeDown(context, environment, track);
        if (!down.ok) return finishFailed(context, down.failure, json);
        if (json) printJson(context, { removed: down.value });
        else
          context.stderr.write(
            down.value.map((removed) => `Removed ${removed}.\n`).join('') || 'Nothing was up.\n',
          );
        return 0;
      }),
    );
}

async function takeDown(
  context: Context,
  environment: string,
  choice: Track | 'both',
): Promise<Outcome<readonly string[]>> {
  const recorded = await findRecorded(context, environment);
  if (!recorded.ok) return recorded;
  const stages = await context.services.stages();
  if (!stages.ok) return stages;
  const { name } = recorded.value;
  const down = await stages.value.takeDown(name, choice === 'both' ? undefined : choice);
  if (!down.ok) return down;
  return ok(tracksOn(recorded.value, selectedTracks(choice)).map((track) => `${name} · ${track}`));
}
