import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Comparison, EarlierRun } from '../core/comparison.ts';
import type { Definition } from '../core/definition.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { CollectedLogs } from '../core/log-record.ts';
import type { RunEvent, RunRecord } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';
import { type RunStart, rebuildRun } from '../store/rebuild-run.ts';
import { makeRunId } from '../store/run-id.ts';
import type { Journal, RunStore, RunSummary } from '../store/store.ts';
import { asBug, noSuchRun, notCompared } from '../store/store-failures.ts';
import type { Clock } from '../system/clock.ts';

interface MemoryRun {
  readonly start: RunStart;
  readonly events: RunEvent[];
  readonly logs: Partial<Record<Track, CollectedLogs>>;
  comparison?: Comparison;
}

/** Runs in memory, for tests; only the folders for results are real, below `folder`. */
export class MemoryRunStore implements RunStore {
  readonly #runs = new Map<string, MemoryRun>();
  readonly #folder: string;
  readonly #clock: Clock;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  async begin(definition: Definition, control: boolean): Promise<Journal> {
    const at = this.#clock.now();
    let id = makeRunId(at);
    while (this.#runs.has(id)) id = makeRunId(at);
    const directory = join(this.#folder, id);
    const start = { id, directory, control, startedAt: at.toISOString(), definition };
    const run: MemoryRun = { start, events: [], logs: {} };
    this.#runs.set(id, run);
    return this.#journalOf(run);
  }

  async read(asked: string): Promise<Outcome<RunRecord>> {
    const run = this.#find(asked);
    return run ? ok(rebuildRun(run.start, run.events, { ...run.logs }, true)) : failed(noSuchRun(asked));
  }

  async list(): Promise<readonly RunSummary[]> {
    return this.#newestFirst().map(({ start, events, logs }) => {
      const { id, startedAt, state, control, definition } = rebuildRun(start, events, logs, true);
      return { id, startedAt, state, control, environment: definition.name };
    });
  }

  async writeComparison(id: string, comparison: Comparison): Promise<void> {
    const run = this.#runs.get(id);
    if (!run) throw asBug(noSuchRun(id));
    run.comparison = comparison;
  }

  async readComparison(asked: string): Promise<Outcome<Comparison>> {
    const run = this.#find(asked);
    if (!run) return failed(noSuchRun(asked));
    return run.comparison ? ok(run.comparison) : failed(notCompared(run.start.id));
  }

  async readEarlier(runs: readonly string[]): Promise<readonly EarlierRun[]> {
    return runs.flatMap((id) => this.#runs.get(id)?.comparison ?? []);
  }

  #find(asked: string): MemoryRun | undefined {
    return asked === 'latest' ? this.#newestFirst()[0] : this.#runs.get(asked);
  }

  #newestFirst(): readonly MemoryRun[] {
    return [...this.#runs.values()].sort((a, b) => (a.start.id < b.start.id ? 1 : -1));
  }

  #journalOf({ start, events, logs }: MemoryRun): Journal {
    return {
      id: start.id,
      directory: start.directory,
      write: async (body) => {
        const event: RunEvent = { at: this.#clock.now().toISOString(), ...body };
        events.push(event);
        return event;
      },
      writeLogs: async (collected) => {
        logs[collected.track] = collected;
      },
      resultsDirectory: async (track, suite) => {
        const directory = join(start.directory, track, 'results', suite);
        await mkdir(directory, { recursive: true });
        return directory;
      },
    };
  }
}
