import { resolve } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { formatSeconds } from '../../reports/model/measures.ts';
import type { BuildRecord } from '../core/build-record.ts';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { scapReport } from '../image/scap-report.ts';
import type { BuildRequest } from '../run/stages.ts';
import type { VersionChoice } from '../source/versions.ts';
import { readWikiversions } from '../source/versions-file.ts';
import { writeWhole } from '../system/files.ts';
import { listBuilds } from './build-list.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption, trackOption } from './options.ts';
import { selectedTracks } from './selected-tracks.ts';
import { withProgress } from './with-progress.ts';

interface BuildArguments {
  readonly track: 'train' | 'next' | 'both';
  readonly environment: string;
  readonly full?: true | undefined;
  readonly push?: string | undefined;
  readonly singleVersion?: string | undefined;
  readonly wikiversions?: string | undefined;
  readonly report?: string | undefined;
}

export function buildCommand(context: Context) {
  return new Command('build')
    .summary('build the image of a track')
    .description(
      'Fetches the code of a track, lays it out as a staging directory and builds its container image: nothing when ' +
        'nothing changed, a layer on the image before when little did, else all of it.',
    )
    .addOption(trackOption())
    .option('--full', 'build all of it, whatever is there')
    .option('--single-version <version>', 'include one staged version, for every wiki')
    .addOption(
      new Option(
        '--wikiversions <file>',
        'include the versions of this wikiversions.json, not the staged one',
      ).conflicts('singleVersion'),
    )
    .option('--push <registry>', 'publish the image there')
    .option('--report <file>', "write scap's report.json there")
    .option('--list', 'show the builds on record and what needs them, and build nothing')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  gm1 build --track both --json\n  gm1 build --single-version next --push localhost:5000',
    )
    .action(
      exiting(context, async ({ json, list, ...given }) => {
        if (list) return listBuilds(context, { json: json ?? false });
        const builds = await buildAsAsked(context, given);
        if (!builds.ok) return finishFailed(context, builds.failure, json);
        if (json) printJson(context, builds.value);
        else for (const build of builds.value) context.stdout.write(`${buildLine(build)}\n`);
        return 0;
      }),
    );
}

async function buildAsAsked(
  context: Context,
  given: BuildArguments,
): Promise<Outcome<readonly BuildRecord[]>> {
  const versions = await versionChoice(given);
  if (!versions.ok) return versions;
  const { full, push, environment, track, report } = given;
  if (report !== undefined && track === 'both') return failed(oneReport);
  const options = { ...(full && { full }), ...(push !== undefined && { registry: push }) };
  const how = { options, versions: versions.value };
  const builds = await buildTracks(context, environment, selectedTracks(track), how);
  if (!builds.ok || report === undefined) return builds;
  const written = await writeScapReport(context, environment, builds.value, resolve(report));
  return written.ok ? builds : written;
}

const oneReport: Failure = {
  kind: 'usage',
  what: '--report writes the report of one build, and both tracks were asked for.',
  next: 'Build train and next by two commands, each with a file of its own.',
};

async function writeScapReport(
  { services }: Context,
  environment: string,
  [build]: readonly BuildRecord[],
  file: string,
): Promise<Outcome<void>> {
  const definition = await services.loadDefinition(environment);
  if (!definition.ok || !build) return definition.ok ? ok(undefined) : definition;
  const report = scapReport(build, definition.value.runtime.php);
  try {
    await writeWhole(file, `${JSON.stringify(report, undefined, 2)}\n`);
    return ok(undefined);
  } catch (error) {
    return failed({
      kind: 'usage',
      what: `The image is built, but its report could not be written to ${file}.`,
      why: `${error instanceof Error ? error.message : String(error)}.`,
      next: 'Give --report a file that can be written; the next build finds the image as it is.',
    });
  }
}

async function versionChoice({
  singleVersion,
  wikiversions,
}: BuildArguments): Promise<Outcome<VersionChoice>> {
  if (wikiversions === undefined) return ok(singleVersion === undefined ? {} : { singleVersion });
  const read = await readWikiversions(resolve(wikiversions));
  return read.ok ? ok({ wikiversions: read.value }) : failed(read.failure);
}

/** Builds tracks one after the other, so that their times can be compared. */
export async function buildTracks(
  context: Context,
  environment: string,
  wanted: readonly Track[],
  how: Pick<BuildRequest, 'options' | 'versions'> = {},
): Promise<Outcome<readonly BuildRecord[]>> {
  const definition = await context.services.loadDefinition(environment);
  if (!definition.ok) return definition;
  const stages = await context.services.stages({ definition: definition.value, tracks: wanted });
  if (!stages.ok) return stages;
  return withProgress(context, async (progress) => {
    const builds: BuildRecord[] = [];
    for (const track of wanted) {
      const build = await stages.value.build({
        ...how,
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

function buildLine({ track, version, image, published, kind, seconds, bytes }: BuildRecord): string {
  const size = `${Math.round(bytes / 1_000_000)} MB`;
  const line = `${track.padEnd(5)} ${version}  ${image.ref}  ${kind}  ${formatSeconds(seconds)}  ${size}`;
  return published ? `${line}\n      published as ${published.ref}@${published.digest}` : line;
}
