import { join } from 'node:path';
import { z } from 'zod';
import type { CollectedLogs, LogRecord } from '../../core/log-record.ts';
import type { Track } from '../../core/track.ts';
import { readIfPresent, writeWhole } from '../../system/files.ts';
import { parseJson } from '../../system/parse-json.ts';
import { logRecordSchema } from './record-schema.ts';

const summarySchema = z.object({ requests: z.number(), unreadable: z.number(), records: z.number() });

/** Writes `<track>/logs/records.ndjson` and, when that is whole, `summary.json` beside it. */
export async function writeLogsFiles(directory: string, logs: CollectedLogs): Promise<void> {
  const folder = join(directory, logs.track, 'logs');
  const { requests, unreadable, records } = logs;
  await writeWhole(join(folder, 'records.ndjson'), records.map((one) => `${JSON.stringify(one)}\n`).join(''));
  await writeWhole(
    join(folder, 'summary.json'),
    `${JSON.stringify({ requests, unreadable, records: records.length })}\n`,
  );
}

/** Undefined when the logs were not collected, or are not all there any more. */
export async function readLogsFiles(directory: string, track: Track): Promise<CollectedLogs | undefined> {
  const folder = join(directory, track, 'logs');
  const summary = summarySchema.safeParse(
    parseJson((await readIfPresent(join(folder, 'summary.json'))) ?? ''),
  );
  const lines = (await readIfPresent(join(folder, 'records.ndjson')))?.split('\n').filter(Boolean);
  if (!summary.success || !lines) return undefined;
  const records = lines.flatMap(readRecord);
  if (records.length !== summary.data.records) return undefined;
  return { track, requests: summary.data.requests, records, unreadable: summary.data.unreadable };
}

function readRecord(line: string): readonly LogRecord[] {
  const record = logRecordSchema.safeParse(parseJson(line));
  return record.success ? [record.data] : [];
}
