import type { Logged } from './logged.ts';

/** Beyond it, traces differ for no good reason, and to keep them would only cost more. */
const mostTraces = 20_000;

/** Traces are most of what a night logs and few of them differ: records that have the same one share its text. */
export class SharedTraces {
  readonly #known = new Map<string, string>();

  /** The same, with the text that was there first. */
  share<L extends Logged>(logged: L): L {
    const { trace } = logged.record;
    if (trace === undefined) return logged;
    const known = this.#known.get(trace);
    if (known !== undefined) return { ...logged, record: { ...logged.record, trace: known } };
    if (this.#known.size < mostTraces) this.#known.set(trace, trace);
    return logged;
  }
}
