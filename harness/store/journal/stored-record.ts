import { z } from 'zod';
import { requestKinds } from '../../core/log-record.ts';
import { logRecordSchema } from './record-schema.ts';
import { repeatedFields, type Shortened } from './stored-texts.ts';

const textOrNumber = z.exactOptional(z.union([z.string(), z.number()]));

/** A line of `records.ndjson`; `isStoredRecord` says the same of a night's million in a fifth of the time. */
export const storedRecordSchema: z.ZodType<Shortened> = logRecordSchema.extend({
  trace: textOrNumber,
  test: textOrNumber,
  step: textOrNumber,
  place: textOrNumber,
});

type Fields = Readonly<Record<string, unknown>>;

const levels = new Set<unknown>(logRecordSchema.shape.level.options);
const kinds = new Set<unknown>(requestKinds);
const optionalTexts = ['wiki', 'requestId', 'service', 'normalizedMessage', 'url', 'version'] as const;

/** Whether `storedRecordSchema` takes a value that was parsed from JSON. */
export function isStoredRecord(value: unknown): value is Shortened {
  if (!isFields(value)) return false;
  const { time, channel, message, level, track } = value;
  if (typeof time !== 'string' || typeof channel !== 'string' || typeof message !== 'string') return false;
  if (!levels.has(level) || (track !== 'train' && track !== 'next')) return false;
  for (const key of optionalTexts)
    if (value[key] !== undefined && typeof value[key] !== 'string') return false;
  for (const key of repeatedFields) {
    const text = value[key];
    if (text !== undefined && typeof text !== 'string' && typeof text !== 'number') return false;
  }
  return isTied(value) && isThrown(value);
}

/** What a record says of the attempt and the request that it came from. */
function isTied({ correlation, attempt, request }: Fields): boolean {
  if (correlation !== undefined && correlation !== 'exact' && correlation !== 'by time') return false;
  return (attempt === undefined || isAttempt(attempt)) && (request === undefined || isRequest(request));
}

function isThrown({ exception }: Fields): boolean {
  if (exception === undefined) return true;
  return isFields(exception) && typeof exception.class === 'string' && typeof exception.message === 'string';
}

function isAttempt(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { purpose, startedAt } = value;
  return (purpose === 'first' || purpose === 'confirming') && typeof startedAt === 'string';
}

function isRequest(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { kind, method, path, status, seconds } = value;
  return (
    kinds.has(kind) &&
    typeof method === 'string' &&
    typeof path === 'string' &&
    typeof status === 'number' &&
    typeof seconds === 'number'
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
