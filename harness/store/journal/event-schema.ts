import { z } from 'zod';
import { exchanges } from '../../core/result.ts';
import type { RunEvent } from '../../core/run-record.ts';
import {
  attachmentSchema,
  attemptSchema,
  buildSchema,
  definitionSchema,
  environmentSchema,
  failureSchema,
  hostSchema,
  purposeSchema,
  suiteSchema,
  testSchema,
  trackSchema,
} from './record-schema.ts';

function event<T extends string, S extends z.ZodRawShape>(type: T, shape: S) {
  return z.object({ at: z.string(), type: z.literal(type), ...shape });
}

const suiteRun = { track: trackSchema, suite: suiteSchema, purpose: purposeSchema };
const track = z.exactOptional(trackSchema);

/** A line of `events.ndjson`. */
export const eventSchema: z.ZodType<RunEvent> = z.discriminatedUnion('type', [
  event('run-started', {
    run: z.string(),
    control: z.boolean(),
    definition: definitionSchema,
    host: z.exactOptional(hostSchema),
  }),
  event('phase-started', { track, phase: z.string() }),
  event('phase-finished', { track, phase: z.string(), seconds: z.number() }),
  event('built', { track: trackSchema, build: buildSchema }),
  event('environment-ready', { track: trackSchema, environment: environmentSchema }),
  event('suite-started', suiteRun),
  event('attempt', { attempt: attemptSchema }),
  event('exchanged', { exchange: z.enum(exchanges), attempt: attemptSchema }),
  event('suite-finished', { ...suiteRun, seconds: z.number() }),
  event('logs-collected', { track: trackSchema, requests: z.number(), records: z.number() }),
  event('attached', {
    track: trackSchema,
    test: testSchema,
    startedAt: z.string(),
    attachment: attachmentSchema,
  }),
  event('outage', { track: trackSchema, from: z.string(), to: z.string(), failure: failureSchema }),
  event('notice', { text: z.string() }),
  event('failed', { track, phase: z.string(), failure: failureSchema }),
  event('run-finished', {}),
]);
