import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Outcome, ok } from '../../core/failure.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { isMissing } from '../../system/files.ts';
import { readEvents } from '../journal/read-events.ts';
import { readStartFile } from '../journal/start-file.ts';
import { type Processes, systemProcesses } from '../journal/writer.ts';
import { rebuildRun } from '../rebuild-run.ts';
import { parseVerdicts, type Verdicts } from './verdicts.ts';

/** A run directory as far as the index needs it: without the log records, which are most of it. */
export interface ReadRun {
  readonly record: RunRecord;
  /** Absent when the run was not compared, or its comparison is damaged. */
  readonly verdicts?: Verdicts;
  /** Time of the last event. */
  readonly endedAt: string;
  /** Whether next's logs were collected. */
  readonly hasLogs: boolean;
}

/** Reads a run directory as far as it goes; fails when there is no `run.json` to tell what it is. */
export async function readRun(
  directory: string,
  id: string,
  processes: Processes = systemProcesses,
): Promise<Outcome<ReadRun>> {
  const start = await readStartFile(directory, id);
  if (!start.ok) return start;
  const { control, startedAt, definition, writer } = start.value;
  const [{ events }, comparison, isAlive] = await Promise.all([
    readEvents(join(directory, 'events.ndjson')),
    readBytes(join(directory, 'comparison.json')),
    processes.isAlive(writer),
  ]);
  const record = rebuildRun({ id, directory, control, startedAt, definition }, events, {}, isAlive);
  const verdicts = parseVerdicts(comparison);
  return ok({
    record,
    ...(verdicts && { verdicts }),
    endedAt: events.at(-1)?.at ?? startedAt,
    hasLogs: events.some((event) => event.type === 'logs-collected' && event.track === 'next'),
  });
}

/** None when there is no such file. */
async function readBytes(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    if (isMissing(error)) return Buffer.of();
    throw error;
  });
}
