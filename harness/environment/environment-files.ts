import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Endpoints } from '../core/endpoint.ts';
import { type EnvironmentRecord, personas } from '../core/environment-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { isMissing, readIfPresent, writeWhole } from '../system/files.ts';
import type { Home } from '../system/home.ts';
import { parseJson } from '../system/parse-json.ts';
import type { Plan } from './provider.ts';

const wiki = z.object({
  dbname: z.string(),
  lang: z.string(),
  shape: z.string(),
  url: z.url(),
  api: z.url(),
});

const account = z.object({
  persona: z.enum(personas),
  name: z.string(),
  passwordFile: z.string(),
  secondFactor: z.object({ secretFile: z.string(), recoveryCodesFile: z.string() }).exactOptional(),
});

const image = z.object({ ref: z.string(), digest: z.string() });

const lease: z.ZodType<EnvironmentRecord['lease']> = z.object({
  owner: z.string(),
  expires: z.iso.datetime(),
});

const environmentRecord: z.ZodType<Omit<EnvironmentRecord, 'lease'>> = z.object({
  name: z.string(),
  track: z.enum(['train', 'next']),
  image,
  servicesImage: image.exactOptional(),
  seed: z.string().exactOptional(),
  forcedVersion: z.string().exactOptional(),
  state: z.enum(['ready', 'degraded', 'stopped']),
  wikis: z.array(wiki),
  accounts: z.array(account),
  absentPersonas: z.array(z.object({ persona: z.enum(personas), why: z.string() })).exactOptional(),
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

/** The plan of what runs, with all files that are in it; holds secrets. */
const planSchema: z.ZodType<Plan> = z.object({
  environment: z.string(),
  track: z.enum(['train', 'next']),
  volumes: z.array(z.string()),
  services: z.array(
    z.object({
      name: z.string(),
      image: z.string(),
      user: z.string().exactOptional(),
      limits: z.object({ memory: z.number(), processes: z.number() }).exactOptional(),
      command: z.array(z.string()),
      env: z.record(z.string(), z.string()),
      files: z.array(z.object({ path: z.string(), content: z.string(), mode: z.number() })),
      volumes: z.record(z.string(), z.string()),
      ports: z.array(z.object({ inside: z.number(), outside: z.number() })),
      ready: z.array(z.string()),
      after: z.array(z.string()),
    }),
  ),
});

/** Keeps all that is known of a track that has come up. */
export async function writeEnvironment(
  home: Home,
  record: EnvironmentRecord,
  endpoints: Endpoints,
  plan: Plan,
): Promise<void> {
  await writeJson(trackFile(home, record, 'plan.json'), plan, 0o600);
  await writeRecord(home, record, endpoints);
}

export async function writeRecord(
  home: Home,
  record: EnvironmentRecord,
  endpoints: Endpoints,
): Promise<void> {
  await writeEndpoints(home, endpoints);
  await writeLease(home, record.name, record.track, record.lease);
  await changeRecord(home, record);
}

export async function writeEndpoints(home: Home, endpoints: Endpoints): Promise<void> {
  await writeJson(endpointsFile(home, endpoints.environment, endpoints.track), endpoints, 0o600);
}

/** Writes the record anew, but for the lease, which has a file of its own: it may be extended at any time. */
export async function changeRecord(home: Home, { lease: _, ...record }: EnvironmentRecord): Promise<void> {
  await writeJson(trackFile(home, record, 'record.json'), record);
}

export async function changePlan(home: Home, plan: Plan): Promise<void> {
  await writeJson(trackFile(home, { name: plan.environment, track: plan.track }, 'plan.json'), plan, 0o600);
}

export async function writeLease(
  home: Home,
  name: string,
  track: Track,
  value: EnvironmentRecord['lease'],
): Promise<void> {
  await writeJson(trackFile(home, { name, track }, 'lease.json'), value);
}

/**
 * The record as it was written; undefined when that track is not up. Where the lease cannot be read, `newLease` stands for
 * it, if there is one.
 */
export async function readRecord(
  home: Home,
  name: string,
  track: Track,
  newLease?: EnvironmentRecord['lease'],
): Promise<Outcome<EnvironmentRecord | undefined>> {
  const path = trackFile(home, { name, track }, 'record.json');
  const record = await readJson(path, environmentRecord, 'an environment record', name, track);
  if (!record.ok || !record.value) return record.ok ? ok(undefined) : record;
  const leasePath = trackFile(home, { name, track }, 'lease.json');
  const held = await readJson(leasePath, lease, 'the lease of an environment', name, track);
  const known = (held.ok ? held.value : undefined) ?? newLease;
  if (known) return ok({ ...record.value, lease: known });
  const failure = held.ok ? damaged(leasePath, 'there', name, track) : held.failure;
  const next = `\`gm1 extend --environment ${name} --track ${track}\` writes a new one.`;
  return failed({ ...failure, next });
}

/** The plan of a track that is up; undefined when it was not kept. */
export async function readPlan(home: Home, name: string, track: Track): Promise<Outcome<Plan | undefined>> {
  const path = trackFile(home, { name, track }, 'plan.json');
  return readJson(path, planSchema, 'the plan of an environment', name, track);
}

function trackFile(
  home: Home,
  { name, track }: Pick<EnvironmentRecord, 'name' | 'track'>,
  file: string,
): string {
  return join(trackDirectory(home, name, track), file);
}

async function writeJson(path: string, value: unknown, mode?: number): Promise<void> {
  await writeWhole(path, `${JSON.stringify(value, null, 2)}\n`, mode);
}

async function readJson<T>(
  path: string,
  schema: z.ZodType<T>,
  what: string,
  name: string,
  track: Track,
): Promise<Outcome<T | undefined>> {
  const text = await readIfPresent(path);
  if (text === undefined) return ok(undefined);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return ok(parsed.data);
  const why = `${z.prettifyError(parsed.error).replace(/\s*\n\s*/g, ' ')}.`;
  return failed({ ...damaged(path, what, name, track), why });
}

function damaged(path: string, what: string, name: string, track: Track) {
  return {
    kind: 'infrastructure' as const,
    what: `${path} is not ${what}.`,
    next: `Mend it, or remove the environment with \`gm1 down --environment ${name} --track ${track}\`.`,
  };
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
