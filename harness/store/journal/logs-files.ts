import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { CollectedLogs, LoggedRequest, LogRecord, LogRecords } from '../../core/log-record.ts';
import type { Track } from '../../core/track.ts';
import { exists, isMissing, readIfPresent, writeWhole } from '../../system/files.ts';
import { linesOfFile } from '../../system/lines-of-file.ts';
import { parseJson } from '../../system/parse-json.ts';
import { loggedRequestSchema, requestKindsSchema } from './record-schema.ts';
import { isStoredRecord } from './stored-record.ts';
import { lengthen, type Shortened, StoredTexts } from './stored-texts.ts';

const summarySchema = z.object({
  requests: z.number(),
  requestKinds: z.exactOptional(requestKindsSchema),
  requestsByTest: z.exactOptional(z.record(z.string(), z.number())),
  unreadable: z.number(),
  dropped: z.number().default(0),
  records: z.number(),
  /** Of `records.ndjson`; absent in runs of old. */
  bytes: z.exactOptional(z.number()),
});

/**
 * Writes `<track>/logs/records.ndjson`, `texts.ndjson` with what those name by number, `requests.ndjson` and, when all
 * are whole, `summary.json` beside them.
 */
export async function writeLogsFiles(directory: string, logs: CollectedLogs): Promise<void> {
  const folder = join(directory, logs.track, 'logs');
  const { records, requestList, track: _, ...rest } = logs;
  const texts = new StoredTexts();
  const bytes = await writeLines(join(folder, 'records.ndjson'), records, (record) =>
    JSON.stringify(texts.shorten(record)),
  );
  await writeLines(join(folder, 'texts.ndjson'), texts.list(), (text) => JSON.stringify(text));
  if (requestList)
    await writeLines(join(folder, 'requests.ndjson'), requestList, (one) => JSON.stringify(one));
  const summary: z.infer<typeof summarySchema> = { ...rest, records: records.length, bytes };
  await writeWhole(join(folder, 'summary.json'), `${JSON.stringify(summary)}\n`);
}

/** Undefined when the logs were not collected, or are not all there any more. Records are read when they are asked for. */
export async function readLogsFiles(directory: string, track: Track): Promise<CollectedLogs | undefined> {
  const folder = join(directory, track, 'logs');
  const file = join(folder, 'records.ndjson');
  const summary = summarySchema.safeParse(
    parseJson((await readIfPresent(join(folder, 'summary.json'))) ?? ''),
  );
  const size = await sizeOf(file);
  if (!summary.success || size === undefined) return undefined;
  const { records: length, bytes, ...rest } = summary.data;
  // Of old they were called after what they all were.
  const texts =
    (await readIfPresent(join(folder, 'texts.ndjson'))) ??
    (await readIfPresent(join(folder, 'traces.ndjson')));
  const records = new StoredRecords(directory, file, StoredTexts.parse(texts ?? ''), length);
  const isWhole =
    bytes === undefined ? [...records].length === length : bytes === size && texts !== undefined;
  const requests = join(folder, 'requests.ndjson');
  const requestList = (await exists(requests)) && new StoredLines(requests, isLoggedRequest);
  return isWhole ? { track, ...rest, ...(requestList && { requestList }), records } : undefined;
}

/** What a file holds, a JSON object a line; read anew each time. */
class StoredLines<T> implements Iterable<T> {
  readonly #file: string;
  readonly #is: (value: unknown) => value is T;

  constructor(file: string, is: (value: unknown) => value is T) {
    this.#file = file;
    this.#is = is;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const line of linesOfFile(this.#file)) {
      const stored = parseJson(line);
      if (this.#is(stored)) yield stored;
    }
  }
}

class StoredRecords implements LogRecords {
  readonly directory: string;
  readonly length: number;
  readonly #lines: StoredLines<Shortened>;
  readonly #texts: readonly string[];

  constructor(directory: string, file: string, texts: readonly string[], length: number) {
    this.directory = directory;
    this.#lines = new StoredLines(file, isStoredRecord);
    this.#texts = texts;
    this.length = length;
  }

  *[Symbol.iterator](): Iterator<LogRecord> {
    for (const stored of this.#lines) {
      lengthen(stored, this.#texts);
      yield stored;
    }
  }
}

function isLoggedRequest(value: unknown): value is LoggedRequest {
  return loggedRequestSchema.safeParse(value).success;
}

const batch = 500;

/** A line for each item, so that a reader sees all of them or none; gives the file's bytes. */
async function writeLines<T>(path: string, items: Iterable<T>, line: (item: T) => string): Promise<number> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.part`;
  try {
    {
      await using file = await open(draft, 'w');
      let lines: string[] = [];
      for (const item of items) {
        lines.push(`${line(item)}\n`);
        if (lines.length < batch) continue;
        await file.appendFile(lines.join(''));
        lines = [];
      }
      await file.appendFile(lines.join(''));
    }
    await rename(draft, path);
    return (await stat(path)).size;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    },
  );
}
