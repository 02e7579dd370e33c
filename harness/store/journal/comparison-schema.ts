import { z } from 'zod';
import { type Comparison, logVerdicts, testVerdicts } from '../../core/comparison.ts';
import { attemptSchema, logRecordSchema, phaseSchema, testSchema } from './record-schema.ts';

const testVerdict = z.enum(testVerdicts);
const logVerdict = z.enum(logVerdicts);
const seconds = z.exactOptional(z.number());

function perTrack<S extends z.ZodType>(schema: S) {
  return z.object({ train: schema, next: schema });
}

/** The content of `comparison.json`. */
export const comparisonSchema: z.ZodType<Comparison> = z.object({
  run: z.string(),
  gate: z.object({
    verdict: z.enum(['go', 'no-go', 'inconclusive']),
    reasons: z.array(z.string()),
  }),
  total: z.number(),
  counts: z.record(testVerdict, z.number()),
  logCounts: z.record(logVerdict, z.number()),
  tests: z.array(
    z.object({
      name: z.string(),
      test: testSchema,
      verdict: testVerdict,
      gates: z.boolean(),
      reason: z.string(),
      attempts: perTrack(z.array(attemptSchema)),
    }),
  ),
  logs: z.array(
    z.object({
      signature: z.string(),
      verdict: logVerdict,
      gates: z.boolean(),
      deprecation: z.boolean(),
      counts: perTrack(z.number()),
      example: logRecordSchema,
      first: z.string(),
      last: z.string(),
    }),
  ),
  phases: perTrack(z.array(phaseSchema)),
  timings: z.array(z.object({ phase: z.string(), train: seconds, next: seconds, ratio: seconds })),
});
