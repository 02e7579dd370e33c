import { readFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Comparison, EarlierRun } from '../../core/comparison.ts';
import type { Definition } from '../../core/definition.ts';
import { failed, type Outcome, ok } from '../../core/failure.ts';
import type { RunRecord, RunState } from '../../core/run-record.ts';
import type { Clock } from '../../system/clock.ts';
import { fileStamp } from '../../system/file-stamp.ts';
import { isMissing, readIfPresent, writeWhole } from '../../system/files.ts';
import { mapInOrder } from '../../system/map-in-order.ts';
import { parseJson } from '../../system/parse-json.ts';
import { rebuildRun, runState } from '../rebuild-run.ts';
import { isRunId, makeRunId } from '../run-id.ts';
import type { Journal, RunStore, RunSummary } from '../store.ts';
import { asBug, noSuchRun, notCompared, unreadableRecord } from '../store-failures.ts';
import { comparisonSchema } from './comparison-schema.ts';
import { type KnownNight, KnownRuns, nightOf } from './known-runs.ts';
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
    const known = await KnownRuns.read(this.#folder);
    const summaries = await Promise.all(ids.map((id) => this.#summarize(id, known)));
    known.forgetOthers(ids);
    await known.save();
    return summaries.flat();
  }

  async writeComparison(run: string, comparison: Comparison): Promise<void> {
    const start = await readStartFile(join(this.#folder, run), run);
    if (!start.ok) throw asBug(start.failure);
    // On one line: with indentation it takes ten times as long, and people read the reports.
    const text = JSON.stringify({ schema: schemaVersion, ...comparison });
    const file = join(this.#folder, run, 'comparison.json');
    await writeWhole(file, `${text}\n`);
    const known = await KnownRuns.read(this.#folder);
    known.learnNight(run, fileStamp(file) ?? '', nightOf(comparison));
    await known.save();
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

  async readEarlier(runs: readonly string[]): Promise<readonly EarlierRun[]> {
    const known = await KnownRuns.read(this.#folder);
    const nights = await mapInOrder(runs, 2, (id) => this.#readNight(id, known));
    await known.save();
    return nights.flatMap((night) => (night ? [this.#asEarlier(night)] : []));
  }

  async #readNight(id: string, known: KnownRuns): Promise<KnownNight | undefined> {
    const stamp = fileStamp(join(this.#folder, id, 'comparison.json'));
    if (stamp === undefined) return undefined;
    const night = known.night(id, stamp);
    if (night) return night;
    const comparison = await this.readComparison(id);
    if (!comparison.ok) return undefined;
    const read = nightOf(comparison.value);
    known.learnNight(id, stamp, read);
    return read;
  }

  /** Its tests and logs are read when they are asked for, which few runs are. */
  #asEarlier(night: KnownNight): EarlierRun {
    const file = join(this.#folder, night.run, 'comparison.json');
    let whole: Comparison | undefined;
    const read = () => {
      whole ??= comparisonSchema.parse(parseJson(readFileSync(file, 'utf8')));
      return whole;
    };
    return {
      ...night,
      get tests() {
        return read().tests;
      },
      get logs() {
        return read().logs;
      },
    };
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

  async #summarize(id: string, known: KnownRuns): Promise<readonly RunSummary[]> {
    const start = await readStartFile(join(this.#folder, id), id);
    if (!start.ok) return [];
    const state = await this.#stateOf(start.value, known);
    const { startedAt, control, definition } = start.value;
    return [{ id, startedAt, state, control, environment: definition.name }];
  }

  async #stateOf({ id, writer }: StartFile, known: KnownRuns): Promise<RunState> {
    const file = join(this.#folder, id, 'events.ndjson');
    const stamp = fileStamp(file);
    const before = stamp === undefined ? undefined : known.state(id, stamp);
    if (before) return before;
    const { events } = await readEvents(file);
    const state = runState(events, await this.#processes.isAlive(writer));
    if (stamp !== undefined && state !== 'running') known.learnState(id, stamp, state);
    return state;
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
