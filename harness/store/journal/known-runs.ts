import { join } from 'node:path';
import { z } from 'zod';
import type { Comparison, EarlierRun } from '../../core/comparison.ts';
import { type RunState, runStates } from '../../core/run-record.ts';
import { readIfPresent, writeWhole } from '../../system/files.ts';
import { parseJson } from '../../system/parse-json.ts';
import { comparisonShape } from './comparison-schema.ts';

/** What a run says to those after it but for its tests and logs, which are nearly all of it. */
export type KnownNight = Omit<EarlierRun, 'tests' | 'logs'>;

const { run, startedAt, gate, counts, waivers, phases, builds } = comparisonShape;
const nightSchema: z.ZodType<KnownNight> = z.object({
  ...{ run, startedAt, counts, waivers, phases, builds },
  gate: gate.pick({ verdict: true }),
});

const entrySchema = z.object({
  events: z.exactOptional(z.object({ stamp: z.string(), state: z.enum(runStates) })),
  /** Looked into when it is asked for. */
  comparison: z.exactOptional(z.object({ stamp: z.string(), night: z.unknown() })),
});
type Entry = z.infer<typeof entrySchema>;

/** Raised when what is known says something else. */
const version = 1;

const fileSchema = z.object({ version: z.literal(version), runs: z.record(z.string(), entrySchema) });

/**
 * What was read of runs before, in one small file beside them: a year of nights is listed without reading all that
 * happened in them. It holds for files that are as they were; without it everything is read again.
 */
export class KnownRuns {
  readonly #file: string;
  readonly #runs: Map<string, Entry>;
  #hasNews = false;

  private constructor(file: string, runs: Map<string, Entry>) {
    this.#file = file;
    this.#runs = runs;
  }

  /** `folder` is that of the runs. */
  static async read(folder: string): Promise<KnownRuns> {
    const file = join(folder, 'known.json');
    const { data } = fileSchema.safeParse(parseJson((await readIfPresent(file)) ?? ''));
    return new KnownRuns(file, new Map(Object.entries(data?.runs ?? {})));
  }

  /** All but these runs are gone. */
  forgetOthers(ids: readonly string[]): void {
    const there = new Set(ids);
    for (const id of this.#runs.keys()) if (!there.has(id)) this.#runs.delete(id);
  }

  state(id: string, stamp: string): RunState | undefined {
    const events = this.#runs.get(id)?.events;
    return events?.stamp === stamp ? events.state : undefined;
  }

  learnState(id: string, stamp: string, state: RunState): void {
    this.#learn(id, { events: { stamp, state } });
  }

  night(id: string, stamp: string): KnownNight | undefined {
    const comparison = this.#runs.get(id)?.comparison;
    return comparison?.stamp === stamp ? nightSchema.safeParse(comparison.night).data : undefined;
  }

  learnNight(id: string, stamp: string, night: KnownNight): void {
    this.#learn(id, { comparison: { stamp, night } });
  }

  /** Keeps what was learnt. Where it cannot be kept, that costs time and nothing else. */
  async save(): Promise<void> {
    if (!this.#hasNews) return;
    const runs = Object.fromEntries(this.#runs);
    await writeWhole(this.#file, JSON.stringify({ version, runs })).catch(() => {});
  }

  #learn(id: string, news: Entry): void {
    this.#runs.set(id, { ...this.#runs.get(id), ...news });
    this.#hasNews = true;
  }
}

/** Of all that a comparison says, which may be millions of characters. */
export function nightOf({ run, startedAt, gate, counts, waivers, phases, builds }: Comparison): KnownNight {
  return {
    ...{ run, startedAt, counts, waivers, phases },
    gate: { verdict: gate.verdict },
    ...(builds && { builds }),
  };
}
