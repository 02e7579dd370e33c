import { z } from 'zod';
import { type Comparison, causes, logVerdicts, testVerdicts } from '../../core/comparison.ts';
import { requestKinds } from '../../core/log-record.ts';
import { tracks } from '../../core/track.ts';
import { attemptSchema, logRecordSchema, phaseSchema, testSchema } from './record-schema.ts';

const text = z.string();
const testVerdict = z.enum(testVerdicts);
const logVerdict = z.enum(logVerdicts);
const seconds = z.exactOptional(z.number());

/** Verdicts that were not known yet did not come. */
const count = z.number().default(0);

function perTrack<S extends z.ZodType>(schema: S) {
  return z.object({ train: schema, next: schema });
}

const waiverFields = { task: text, owner: text, reason: text, expires: text, signature: text };

const waiver = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('log'), ...waiverFields }),
  z.object({ scope: z.literal('test'), test: text, ...waiverFields }),
]);

const outlived = z.object({ waiver, goneSince: text });

const testComparison = z.object({
  name: text,
  test: testSchema,
  verdict: testVerdict,
  gates: z.boolean(),
  reason: text,
  signatures: z.array(text).default([]),
  waived: z.exactOptional(z.object({ verdict: testVerdict.exclude(['waived']), waiver })),
  again: z.exactOptional(outlived),
  attribution: z.exactOptional(z.object({ cause: z.enum(causes), reason: text })),
  attempts: perTrack(z.array(attemptSchema)),
});

const rates = z.object({
  per1000: perTrack(z.number()),
  requests: perTrack(z.number()),
  kinds: z.array(z.enum(requestKinds)),
});

const origins = z.object({
  tests: z.array(text),
  testCount: z.number(),
  wikis: z.array(text),
  requestIds: z.array(text),
});

const commits = z.array(z.object({ commit: text, subject: text, author: text, date: text }));

const suspect = z.object({
  file: text,
  change: z.enum(['changed', 'added', 'removed']),
  repo: text,
  from: z.exactOptional(text),
  to: z.exactOptional(text),
  patches: z.array(text),
  commits: z.exactOptional(commits),
});

const repositoryCommits = z.object({ repo: text, from: text, to: text, total: z.number(), commits });

const none = { train: 0, next: 0 };

const logComparison = z.object({
  signature: text,
  verdict: logVerdict,
  gates: z.boolean(),
  undecided: z.boolean().default(false),
  deprecation: z.boolean(),
  reason: text.default(''),
  waived: z.exactOptional(z.object({ verdict: logVerdict.exclude(['waived']), waiver })),
  again: z.exactOptional(outlived),
  counts: perTrack(z.number()),
  rates: rates.default({ per1000: none, requests: none, kinds: [] }),
  example: logRecordSchema,
  first: text,
  last: text,
  origins: origins.default({ tests: [], testCount: 0, wikis: [], requestIds: [] }),
  suspects: z.exactOptional(z.array(suspect)),
});

const controlRun = z.object({
  run: text,
  startedAt: text,
  signatures: z.number(),
  falseLogs: z.number(),
  tests: z.number(),
  falseTests: z.number(),
  ratios: z.exactOptional(z.record(text, z.number())),
});

const waiverUse = z.object({
  waiver,
  state: z.enum(['live', 'expired', 'spent']),
  finding: z.enum(['found', 'green', 'unknown']),
});

const buildTime = z.object({ kind: z.enum(['full', 'incremental', 'cached']), seconds: z.number() });

const trend = z.object({
  series: text,
  track: z.enum(tracks),
  nights: z.array(z.object({ run: text, startedAt: text, seconds: z.number() })),
  median: z.number(),
  p90: z.number(),
});

export const comparisonShape = {
  run: text,
  startedAt: text.default(''),
  gate: z.object({
    verdict: z.enum(['go', 'no-go', 'inconclusive']),
    reasons: z.array(text),
  }),
  total: z.number(),
  counts: z.record(testVerdict, count),
  logCounts: z.record(logVerdict, count),
  tests: z.array(testComparison),
  logs: z.array(logComparison),
  controls: z.array(controlRun).default([]),
  waivers: z.array(waiverUse).default([]),
  trainManifest: z.exactOptional(text),
  commits: z.exactOptional(z.array(repositoryCommits)),
  phases: perTrack(z.array(phaseSchema)),
  builds: z.exactOptional(z.object({ train: z.exactOptional(buildTime), next: z.exactOptional(buildTime) })),
  trends: z.exactOptional(z.array(trend)),
  timings: z.array(z.object({ phase: text, train: seconds, next: seconds, ratio: seconds })),
};

/** The content of `comparison.json`; one of before lacks what was not compared yet. */
export const comparisonSchema: z.ZodType<Comparison> = z.object(comparisonShape);
