import { Command } from '@commander-js/extra-typings';
import type { BuildRecord } from '../core/build-record.ts';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Manifest } from '../core/manifest.ts';
import type { Track } from '../core/track.ts';
import { buildTracks } from './build.ts';
import type { Context } from './context.ts';
import { environmentText } from './environment-text.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption, trackOption } from './options.ts';
import { selectedTracks } from './selected-tracks.ts';
import { withProgress } from './with-progress.ts';

export function upCommand(context: Context) {
  return new Command('up')
    .summary('start an environment to explore')
    .description(
      'Builds what is not built yet and starts the wikis of a track; prints their URLs and accounts.',
    )
    .addOption(trackOption())
    .option('--force-version <version>', 'let every wiki run this version of the image (FORCE_MW_VERSION)')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 up --track both')
    .action(
      exiting(context, async ({ track, environment, forceVersion, json }) => {
        const up = await bringUp(context, environment, selectedTracks(track), forceVersion);
        if (!up.ok) return finishFailed(context, up.failure, json);
        if (json) printJson(context, up.value);
        else for (const record of up.value) context.stdout.write(environmentText(record));
        return 0;
      }),
    );
}

async function bringUp(
  context: Context,
  environment: string,
  wanted: readonly Track[],
  forceVersion: string | undefined,
): Promise<Outcome<readonly EnvironmentRecord[]>> {
  const builds = await buildTracks(context, environment, wanted);
  if (!builds.ok) return builds;
  const absent = builds.value.find(({ manifest }) => !includesVersion(manifest, forceVersion));
  if (absent) return failed(notInImage(absent, forceVersion ?? ''));
  const definition = await context.services.loadDefinition(environment);
  if (!definition.ok) return definition;
  const stages = await context.services.stages();
  if (!stages.ok) return stages;
  return withProgress(context, async (progress) => {
    const records: EnvironmentRecord[] = [];
    for (const build of builds.value) {
      const current = await currentRecord(context, definition.value.name, build.track);
      if (current && isAsWanted(current, build, forceVersion)) {
        records.push(current);
        continue;
      }
      if (current) await stages.value.takeDown(definition.value.name, build.track);
      const running = await stages.value.bringUp({
        definition: definition.value,
        environment: definition.value.name,
        build,
        forceVersion,
        signal: context.signal,
        listener: progress.phases(build.track),
        onNotice: (text) => progress.show({ type: 'notice', text }),
      });
      if (!running.ok) return running;
      records.push(running.value.record);
    }
    return ok(records);
  });
}

function includesVersion({ versions }: Manifest, version: string | undefined): boolean {
  return version === undefined || versions.includes(version);
}

function notInImage({ track, manifest: { versions } }: BuildRecord, version: string): Failure {
  return {
    kind: 'usage',
    what: `The image of ${track} has no MediaWiki ${version}; it has ${versions.join(', ')}.`,
    next: 'Give one of these to --force-version.',
  };
}

function isAsWanted(
  { state, image, forcedVersion }: EnvironmentRecord,
  build: BuildRecord,
  forceVersion: string | undefined,
): boolean {
  return state === 'ready' && image.digest === build.image.digest && forcedVersion === forceVersion;
}

async function currentRecord(
  context: Context,
  name: string,
  track: Track,
): Promise<EnvironmentRecord | undefined> {
  const records = await context.services.environments(name);
  return records.ok ? records.value.find((record) => record.track === track) : undefined;
}
