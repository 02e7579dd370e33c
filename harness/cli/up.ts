import { Command } from '@commander-js/extra-typings';
import type { BuildRecord } from '../core/build-record.ts';
import { type Failure, failed, type Outcome } from '../core/failure.ts';
import type { Manifest } from '../core/manifest.ts';
import type { Track } from '../core/track.ts';
import { unreachable } from '../core/unreachable.ts';
import type { Change, EnsuredTrack } from '../environment/ensure-up.ts';
import { buildTracks } from './build.ts';
import type { Context } from './context.ts';
import { environmentText } from './environment-text.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption, trackOption } from './options.ts';
import { secondsText } from './seconds-text.ts';
import { selectedTracks } from './selected-tracks.ts';
import { warnOfLeases } from './warn-of-leases.ts';
import { withProgress } from './with-progress.ts';

export function upCommand(context: Context) {
  return new Command('up')
    .summary('start an environment to explore, or bring one up to date')
    .description(
      'Builds what is not built yet and lets the wikis of a track be up with it; prints their URLs and accounts. One that ' +
        'is up keeps its data: what has stopped of it is started again, and newer code takes the place of the older ' +
        'one, after update.php. The services that do not come from MediaWiki’s image stay until "gm1 down".',
    )
    .addOption(trackOption())
    .option('--force-version <version>', 'let every wiki run this version of the image (FORCE_MW_VERSION)')
    .option('--keep-schema', 'do not run update.php for newer code')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 up --track both')
    .action(
      exiting(context, async ({ track, json, ...options }) => {
        const up = await bringUp(context, { ...options, wanted: selectedTracks(track) });
        if (!up.ok) return finishFailed(context, up.failure, json);
        if (json)
          printJson(
            context,
            up.value.map(({ record, change }) => ({ ...record, change })),
          );
        else for (const ensured of up.value) context.stdout.write(ensuredText(ensured));
        warnOfLeases(
          context,
          up.value.map(({ record }) => record),
        );
        return 0;
      }),
    );
}

interface Wanted {
  readonly environment: string;
  readonly wanted: readonly Track[];
  readonly forceVersion?: string | undefined;
  readonly keepSchema?: boolean | undefined;
}

async function bringUp(
  context: Context,
  { environment, wanted, forceVersion, keepSchema = false }: Wanted,
): Promise<Outcome<readonly EnsuredTrack[]>> {
  const builds = await buildTracks(context, environment, wanted);
  if (!builds.ok) return builds;
  const absent = builds.value.find(({ manifest }) => !includesVersion(manifest, forceVersion));
  if (absent) return failed(notInImage(absent, forceVersion ?? ''));
  const definition = await context.services.loadDefinition(environment);
  if (!definition.ok) return definition;
  return withProgress(context, (progress) =>
    context.services.ensureUp({
      definition: definition.value,
      builds: builds.value,
      forceVersion,
      keepSchema,
      signal: context.signal,
      phases: (track) => progress.phases(track),
      onNotice: (text) => progress.show({ type: 'notice', text }),
    }),
  );
}

function ensuredText({ record, change }: EnsuredTrack): string {
  return `${environmentText(record)}${changeText(change)}`;
}

function changeText(change: Change): string {
  switch (change.kind) {
    case 'started':
    case 'kept':
      return '';
    case 'repaired':
      return '  what had stopped runs again, with its data\n';
    case 'swapped':
      return `  newer code, the same data; ${secondsText('unavailable', change.unavailable)}\n`;
    default:
      return unreachable(change);
  }
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
