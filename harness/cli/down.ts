import { Command } from '@commander-js/extra-typings';
import { type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type { Context } from './context.ts';
import { environmentName } from './environment-name.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption, trackOption } from './options.ts';
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
        const down = await takeDown(context, environment, selectedTracks(track));
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
  wanted: readonly Track[],
): Promise<Outcome<readonly string[]>> {
  const name = await environmentName(context, environment);
  if (!name.ok) return name;
  const stages = await context.services.stages();
  if (!stages.ok) return stages;
  const before = await context.services.environments(name.value);
  if (!before.ok) return before;
  for (const track of wanted) {
    const down = await stages.value.takeDown(name.value, track);
    if (!down.ok) return down;
  }
  return ok(
    before.value.filter(({ track }) => wanted.includes(track)).map(({ track }) => `${name.value} · ${track}`),
  );
}
