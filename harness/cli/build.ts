import { Command } from '@commander-js/extra-typings';
import { formatSeconds } from '../../reports/model/measures.ts';
import type { BuildRecord } from '../core/build-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption, trackOption } from './options.ts';
import { selectedTracks } from './selected-tracks.ts';
import { withProgress } from './with-progress.ts';

export function buildCommand(context: Context) {
  return new Command('build')
    .summary('build the image of a track')
    .description(
      'Fetches the code of a track, lays it out as a staging directory and builds its container image.',
    )
    .addOption(trackOption())
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 build --track both --json')
    .action(
      exiting(context, async ({ track, environment, json }) => {
        const builds = await buildTracks(context, environment, selectedTracks(track));
        if (!builds.ok) return finishFailed(context, builds.failure, json);
        if (json) printJson(context, builds.value);
        else for (const build of builds.value) context.stdout.write(`${buildLine(build)}\n`);
        return 0;
      }),
    );
}

/** Builds tracks one after the other, so that their times can be compared. */
export async function buildTracks(
  context: Context,
  environment: string,
  wanted: readonly Track[],
): Promise<Outcome<readonly BuildRecord[]>> {
  const definition = await context.services.loadDefinition(environment);
  if (!definition.ok) return definition;
  const stages = await context.services.stages();
  if (!stages.ok) return stages;
  return withProgress(context, async (progress) => {
    const builds: BuildRecord[] = [];
    for (const track of wanted) {
      const build = await stages.value.build({
        definition: definition.value,
        track,
        signal: context.signal,
        listener: progress.phases(track),
        onNotice: (text) => progress.show({ type: 'notice', text }),
      });
      if (!build.ok) return build;
      progress.show({ type: 'built', track, build: build.value });
      builds.push(build.value);
    }
    return ok(builds);
  });
}

function buildLine({ track, version, image, kind, seconds, bytes }: BuildRecord): string {
  const size = `${Math.round(bytes / 1_000_000)} MB`;
  return `${track.padEnd(5)} ${version}  ${image.ref}  ${kind}  ${formatSeconds(seconds)}  ${size}`;
}
