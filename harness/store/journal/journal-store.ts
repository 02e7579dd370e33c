import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Comparison } from '../../core/comparison.ts';
import type { Definition } from '../../core/definition.ts';
import { failed, type Outcome, ok } from '../../core/failure.ts';
import type { RunRecord } from '../../core/run-record.ts';
import type { Clock } from '../../system/clock.ts';
import { isMissing, readIfPresent, writeWhole } from '../../system/files.ts';
import { parseJson } from '../../system/parse-json.ts';
import { rebuildRun, runState } from '../rebuild-run.ts';
import { isRunId, makeRunId } from '../run-id.ts';
import type { Journal, RunStore, RunSummary } from '../store.ts';
import { asBug, noSuchRun, notCompared, unreadableRecord } from '../store-failures.ts';
import { comparisonSchema } from './comparison-schema.ts';
import { readLogsFiles } from './logs-files.ts';
import { readEvents } from './read-events.ts';
import { RunJournal } from './run-journal.ts';
import { readStartFile, type StartFile, schemaVersion } from './start-file.ts';
import { type Processes, systemProcesses } from './writer.ts';

/** Runs as folders below one folder, each a journal; several processes may write theirs at once. */
export class JournalStore implements RunStore {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #processes: Processes;

  constructor(folder: string, clock: Clock, processes: Processes = systemProcesses) {
    this.#folder = folder;
    this.#clock = clock;
    this.#processes = processes;
  }

  async begin(definition: Definition, control: boolean): Promise<Journal> {
    const at = this.#clock.now();
    const id = await this.#makeDirectory(at);
    const start: StartFile = {
      schema: schemaVersion,
      id,
      control,
      startedAt: at.toISOString(),
      definition,
      writer: await this.#processes.self(),
    };
    await writeWhole(join(this.#folder, id, 'run.json'), `${JSON.stringify(start, null, 2)}\n`);
    return new RunJournal(id, join(this.#folder, id), this.#clock);
  }

  async read(asked: string): Promise<Outcome<RunRecord>> {
    const start = await this.#readStart(asked);
    if (!start.ok) return start;
    return ok(await this.#readRun(start.value, join(this.#folder, start.value.id)));
  }

  /** The newest first. A folder whose `run.json` cannot be read is left out; `read` says why. */
  async list(): Promise<readonly RunSummary[]> {
    const ids = (await this.#names()).filter(isRunId).sort().reverse();
    const summaries = await Promise.all(ids.map((id) => this.#summarize(id)));
    return summaries.flat();
  }

  async writeComparison(run: string, comparison: Comparison): Promise<void> {
    const start = await readStartFile(join(this.#folder, run), run);
    if (!start.ok) throw asBug(start.failure);
    const text = JSON.stringify({ schema: schemaVersion, ...comparison }, null, 2);
    await writeWhole(join(this.#folder, run, 'comparison.json'), `${text}\n`);
  }

  async readComparison(asked: string): Promise<Outcome<Comparison>> {
    const start = await this.#readStart(asked);
    if (!start.ok) return start;
    const { id } = start.value;
    const file = join(this.#folder, id, 'comparison.json');
    const text = await readIfPresent(file);
    if (text === undefined) return failed(notCompared(id));
    const comparison = comparisonSchema.safeParse(parseJson(text));
    if (comparison.success) return ok(comparison.data);
    return failed(unreadableRecord(file, z.prettifyError(comparison.error)));
  }

  async #readStart(asked: string): Promise<Outcome<StartFile>> {
    const id = asked === 'latest' ? (await this.list())[0]?.id : asked;
    if (id === undefined || !isRunId(id)) return failed(noSuchRun(asked));
    return readStartFile(join(this.#folder, id), id);
  }

  async #readRun(start: StartFile, directory: string): Promise<RunRecord> {
    const { id, control, startedAt, definition, writer } = start;
    const [{ events, damagedLine }, train, next, isAlive] = await Promise.all([
      readEvents(join(directory, 'events.ndjson')),
      readLogsFiles(directory, 'train'),
      readLogsFiles(directory, 'next'),
      this.#processes.isAlive(writer),
    ]);
    const logs = { ...(train && { train }), ...(next && { next }) };
    const run = rebuildRun({ id, directory, control, startedAt, definition }, events, logs, isAlive);
    if (damagedLine === undefined) return run;
    const notice = `The journal is damaged in line ${damagedLine} and was read up to there.`;
    return { ...run, notices: [...run.notices, notice] };
  }

  async #summarize(id: string): Promise<readonly RunSummary[]> {
    const start = await readStartFile(join(this.#folder, id), id);
    if (!start.ok) return [];
    const { events } = await readEvents(join(this.#folder, id, 'events.ndjson'));
    const state = runState(events, await this.#processes.isAlive(start.value.writer));
    const { startedAt, control, definition } = start.value;
    return [{ id, startedAt, state, control, environment: definition.name }];
  }

  async #names(): Promise<readonly string[]> {
    return readdir(this.#folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
  }

  /** Tries other letters when another process has made a run with the same ones in this second. */
  async #makeDirectory(at: Date): Promise<string> {
    const id = makeRunId(at);
    await mkdir(this.#folder, { recursive: true });
    const isNew = await mkdir(join(this.#folder, id)).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
      },
    );
    return isNew ? id : this.#makeDirectory(at);
  }
}
