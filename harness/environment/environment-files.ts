import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Endpoints } from '../core/endpoint.ts';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { isMissing, readIfPresent, writeWhole } from '../system/files.ts';
import type { Home } from '../system/home.ts';
import { parseJson } from '../system/parse-json.ts';

const wiki = z.object({
  dbname: z.string(),
  lang: z.string(),
  shape: z.string(),
  url: z.url(),
  api: z.url(),
});

const persona = z.enum(['sysop', 'user', 'bot']);

const environmentRecord: z.ZodType<EnvironmentRecord> = z.object({
  name: z.string(),
  track: z.enum(['train', 'next']),
  image: z.object({ ref: z.string(), digest: z.string() }),
  forcedVersion: z.string().exactOptional(),
  state: z.enum(['ready', 'degraded', 'stopped']),
  lease: z.object({ owner: z.string(), expires: z.iso.datetime() }),
  wikis: z.array(wiki),
  accounts: z.array(z.object({ persona, name: z.string(), passwordFile: z.string() })),
  phases: z.array(z.object({ name: z.string(), seconds: z.number() })),
  readySeconds: z.number(),
});

/** The folder of one track of an environment: record, endpoints, secrets. */
export function trackDirectory(home: Home, environment: string, track: Track): string {
  return join(home.environments, environment, track);
}

/** The JSON of `Endpoints`; holds passwords. */
export function endpointsFile(home: Home, environment: string, track: Track): string {
  return join(trackDirectory(home, environment, track), 'endpoints.json');
}

export async function writeRecord(
  home: Home,
  record: EnvironmentRecord,
  endpoints: Endpoints,
): Promise<void> {
  const { name, track } = record;
  await writeWhole(endpointsFile(home, name, track), `${JSON.stringify(endpoints, null, 2)}\n`, 0o600);
  const path = join(trackDirectory(home, name, track), 'record.json');
  await writeWhole(path, `${JSON.stringify(record, null, 2)}\n`);
}

/** The record as it was written; undefined when that track is not up. */
export async function readRecord(
  home: Home,
  environment: string,
  track: Track,
): Promise<Outcome<EnvironmentRecord | undefined>> {
  const path = join(trackDirectory(home, environment, track), 'record.json');
  const text = await readIfPresent(path);
  if (text === undefined) return ok(undefined);
  const parsed = environmentRecord.safeParse(parseJson(text));
  if (parsed.success) return ok(parsed.data);
  return failed({
    kind: 'infrastructure',
    what: `${path} is not an environment record.`,
    why: `${z.prettifyError(parsed.error).replace(/\s*\n\s*/g, ' ')}.`,
    next: 'Delete that file, then `gm1 gc` removes what it was about.',
  });
}

/** The names of all environments that have a folder. */
export async function environmentNames(home: Home): Promise<readonly string[]> {
  try {
    const entries = await readdir(home.environments, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Removes the folder of a track, and the environment's with its last one. */
export async function removeFiles(home: Home, environment: string, track: Track): Promise<void> {
  await rm(trackDirectory(home, environment, track), { recursive: true, force: true });
  await rmdir(join(home.environments, environment)).catch(() => {});
}
