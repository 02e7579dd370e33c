import { stat } from 'node:fs/promises';
import { formatTime } from '../../reports/model/measures.ts';
import type { BuildRecord } from '../core/build-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { tracks } from '../core/track.ts';
import { type BuildSide, sideOfBuild } from '../image/build-side.ts';
import { readDeploymentInfo } from '../image/deployment-info.ts';
import { readIfPresent } from '../system/files.ts';
import type { Context } from './context.ts';

/** One side of `gm1 diff`, with what it is called. */
export interface NamedSide {
  readonly name: string;
  /** Absent for a deployment that gm1 did not build. */
  readonly build?: string;
  readonly side: BuildSide;
}

/** Finds what was asked for: a URL, a track's newest build, a build by the start of its id, or a file. */
export async function findSide(
  context: Context,
  asked: string,
  environment: string | undefined,
): Promise<Outcome<NamedSide>> {
  if (/^\w+:\/\//.test(asked)) return askDeployment(context, asked);
  const builds = (await context.services.buildRecords()).filter(
    (build) => environment === undefined || build.environment === environment,
  );
  const found = findBuilds(builds, asked);
  const [build, another] = found;
  if (build && !another) return ok(await namedSideOf(context, build));
  if (await isFile(asked)) return readDeployment(asked);
  return failed(another ? ambiguous(asked, found) : unknown(asked, builds));
}

function findBuilds(builds: readonly BuildRecord[], asked: string): readonly BuildRecord[] {
  const track = tracks.find((track) => track === asked);
  if (track) return builds.filter((build) => build.track === track).slice(-1);
  return builds.filter(({ id }) => id.startsWith(asked));
}

/** A build on record as a side. */
export async function namedSideOf({ services }: Context, build: BuildRecord): Promise<NamedSide> {
  const files = await services.filesOf(build);
  const name = `${build.manifest.versions.join(', ')} (build ${build.id})`;
  return { name, build: build.id, side: sideOfBuild(build, files) };
}

async function askDeployment({ services, signal }: Context, url: string): Promise<Outcome<NamedSide>> {
  if (!/^https?:/.test(url))
    return failed({ kind: 'usage', what: `${url} is not an http(s) URL.`, next: 'Give one, or a file.' });
  const answer = await services.http.send({ url, seconds: 30, signal });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status !== 200)
    return failed({
      kind: 'infrastructure',
      what: `${url} answers with HTTP status ${status}.`,
      next: 'Give the URL /w/deployment-info.php?all of a wiki that answers without a login.',
    });
  return named(url, body);
}

async function readDeployment(file: string): Promise<Outcome<NamedSide>> {
  return named(file, (await readIfPresent(file)) ?? '');
}

function named(origin: string, text: string): Outcome<NamedSide> {
  const side = readDeploymentInfo(text, origin);
  return side.ok ? ok({ name: origin, side: side.value }) : side;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function ambiguous(asked: string, builds: readonly BuildRecord[]) {
  return {
    kind: 'usage' as const,
    what: `${builds.length} builds begin with ${JSON.stringify(asked)}.`,
    next: `Give more of the id: ${newest(builds)}.`,
  };
}

function unknown(asked: string, builds: readonly BuildRecord[]) {
  return {
    kind: 'usage' as const,
    what: `There is no build and no file ${JSON.stringify(asked)}.`,
    next: builds.length > 0 ? `The newest builds are ${newest(builds)}.` : '"gm1 build" makes one.',
  };
}

function newest(builds: readonly BuildRecord[]): string {
  const last = builds.slice(-5).reverse();
  return last.map(({ id, version, startedAt }) => `${id} (${version}, ${formatTime(startedAt)})`).join(', ');
}
