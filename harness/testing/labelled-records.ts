import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LogRecord } from '../core/log-record.ts';
import { logRecordSchema } from '../store/journal/record-schema.ts';
import { parseJson } from '../system/parse-json.ts';

/** A record of a real run, and of which fault it tells, as a person judged. */
export interface LabelledRecord {
  readonly fault: string;
  readonly record: LogRecord;
}

const lineSchema = logRecordSchema
  .pick({
    track: true,
    channel: true,
    level: true,
    message: true,
    normalizedMessage: true,
    place: true,
    trace: true,
  })
  .extend({ fault: z.string(), class: z.exactOptional(z.string()) });

const file = join(import.meta.dirname, '../core/fixtures/labelled-records.ndjson');

/**
 * What MediaWiki 1.43.9 (train) and 1.43.11 (next), PHP and Chromium logged. docs/logs.md tells how they were collected.
 * They have what a signature is made of; of traces the frames down to the one that follows the place.
 */
export async function labelledRecords(): Promise<readonly LabelledRecord[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
  return lines.map((line) => {
    const { fault, class: name, ...record } = lineSchema.parse(parseJson(line));
    const time = '2026-11-28T01:00:00.000Z';
    return { fault, record: { ...record, time, ...(name && { exception: { class: name, message: '' } }) } };
  });
}
