import { z } from 'zod';
import type { BuildRecord } from '../../core/build-record.ts';
import type { Definition } from '../../core/definition.ts';
import { type EnvironmentRecord, personas } from '../../core/environment-record.ts';
import type { Failure } from '../../core/failure.ts';
import type { Host } from '../../core/host.ts';
import { type LoggedRequest, requestKinds } from '../../core/log-record.ts';
import type { Attempt, TestIdentity } from '../../core/result.ts';

/** The values of core as they come back from disk. A key that is not known is dropped. */
export const trackSchema = z.enum(['train', 'next']);

const text = z.string();
const optionalText = z.exactOptional(text);

export const suiteSchema = text;

const patches = z.exactOptional(
  z.array(
    z.union([
      z.object({ checkout: text, file: text }),
      z.object({ checkout: text, ref: text, url: optionalText }),
    ]),
  ),
);

const repository = { url: text, branch: text };

const onTop = { patches, config: optionalText };

const source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('debian'), suite: text, ...onTop }),
  z.object({ kind: z.literal('directory'), path: text, ...onTop }),
  z.object({
    kind: z.literal('git'),
    core: z.object(repository),
    submodules: z.boolean(),
    checkouts: z.array(z.object({ ...repository, path: text })),
    fallback: text,
    optional: z.array(text),
    mirrors: z.record(text, text),
    ...onTop,
  }),
  z.object({ kind: z.literal('image'), ref: text, ...onTop }),
]);

export const definitionSchema: z.ZodType<Definition> = z.object({
  name: text,
  file: text,
  tracks: z.object({ train: source, next: source }),
  runtime: z.object({ base: text, php: text }),
  config: text,
  wikis: z.array(z.object({ dbname: text, lang: text, shape: text })),
  languages: z.exactOptional(z.array(text)),
  suites: z.array(suiteSchema),
});

export const hostSchema: z.ZodType<Host> = z.object({ cores: z.number(), memory: z.number(), system: text });

const image = z.object({ ref: text, digest: text });

export const phaseSchema = z.object({ name: text, seconds: z.number() });

const checkout = z.object({
  repo: text,
  path: text,
  branch: optionalText,
  commit_ref: text,
  url: optionalText,
  committed: z.exactOptional(z.number()),
  content: optionalText,
  dirty: z.exactOptional(z.number()),
  patches: z.exactOptional(z.array(z.object({ name: text, hash: text }))),
  sha256: optionalText,
});

export const buildSchema: z.ZodType<BuildRecord> = z.object({
  id: text,
  track: trackSchema,
  version: text,
  image,
  kind: z.enum(['full', 'incremental', 'cached']),
  reason: text,
  parent: z.exactOptional(image),
  environment: optionalText,
  changes: z.exactOptional(
    z.object({ changed: z.number(), removed: z.number(), bytes: z.number(), sinceFull: z.number() }),
  ),
  layers: z.exactOptional(z.number()),
  adopted: z.exactOptional(image),
  web: z.exactOptional(image),
  published: z.exactOptional(image),
  startedAt: text,
  phases: z.array(phaseSchema),
  seconds: z.number(),
  bytes: z.number(),
  files: z.number(),
  manifest: z.object({
    hash: text,
    version: text,
    versions: z.array(text).default([]),
    checkouts: z.array(checkout),
    config: z.object({ name: text, hash: text }),
  }),
});

export const environmentSchema: z.ZodType<EnvironmentRecord> = z.object({
  name: text,
  track: trackSchema,
  image,
  servicesImage: z.exactOptional(image),
  seed: optionalText,
  forcedVersion: optionalText,
  state: z.enum(['ready', 'degraded', 'stopped']),
  lease: z.object({ owner: text, expires: text }),
  wikis: z.array(z.object({ dbname: text, lang: text, shape: text, url: text, api: text })),
  accounts: z.array(
    z.object({
      persona: z.enum(personas),
      name: text,
      passwordFile: text,
      secondFactor: z.object({ secretFile: text, recoveryCodesFile: text }).exactOptional(),
    }),
  ),
  absentPersonas: z.array(z.object({ persona: z.enum(personas), why: text })).exactOptional(),
  phases: z.array(phaseSchema),
  readySeconds: z.number(),
});

export const purposeSchema = z.enum(['first', 'confirming']);

export const testSchema: z.ZodType<TestIdentity> = z.object({
  suite: text,
  file: text,
  titlePath: z.array(text),
  project: text,
});

export const attachmentSchema = z.object({ name: text, file: text, type: text });

export const attemptSchema: z.ZodType<Attempt> = z.object({
  test: testSchema,
  track: trackSchema,
  purpose: purposeSchema,
  status: z.enum(['passed', 'failed', 'skipped']),
  startedAt: text,
  seconds: z.number(),
  message: optionalText,
  trace: optionalText,
  attachments: z.array(attachmentSchema),
});

export const failureSchema: z.ZodType<Failure> = z.object({
  kind: z.enum(['usage', 'infrastructure', 'interrupted']),
  what: text,
  why: optionalText,
  next: text,
});

export const requestKindsSchema = z.record(z.enum(requestKinds), z.number());

const requestFacts = {
  kind: z.enum(requestKinds),
  method: text,
  path: text,
  status: z.number(),
  seconds: z.number(),
};

const correlation = z.exactOptional(z.enum(['exact', 'by time']));

export const loggedRequestSchema: z.ZodType<LoggedRequest> = z.object({
  time: text,
  requestId: text,
  wiki: optionalText,
  test: optionalText,
  correlation,
  ...requestFacts,
});

/** A `LogRecord`. */
export const logRecordSchema = z.object({
  time: text,
  track: trackSchema,
  wiki: optionalText,
  requestId: optionalText,
  test: optionalText,
  correlation,
  attempt: z.exactOptional(z.object({ purpose: purposeSchema, startedAt: text })),
  step: optionalText,
  request: z.exactOptional(z.object(requestFacts)),
  channel: text,
  level: z.enum(['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency']),
  message: text,
  service: optionalText,
  normalizedMessage: optionalText,
  exception: z.exactOptional(z.object({ class: text, message: text })),
  place: optionalText,
  trace: optionalText,
  url: optionalText,
  version: optionalText,
});
