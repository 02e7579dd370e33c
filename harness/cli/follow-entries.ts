import type { EnvironmentRecord } from '../core/environment-record.ts';
import type { Outcome } from '../core/failure.ts';
import { followLogs, listLogFiles } from '../environment/follow-logs.ts';
import type { LogEntry } from '../evidence/log-entry.ts';
import type { LogFilter } from '../evidence/log-filter.ts';
import { type Echoes, LogMerge } from '../evidence/log-merge.ts';
import { isLog, knownLogs } from '../evidence/log-reader.ts';
import type { Context } from './context.ts';

/** What comes within this time is put in order. Milliseconds. */
const together = 200;

/** How long what is there already may take before it is shown as far as it came. Milliseconds. */
const patience = 3000;

/** What of a track's logs is wanted. */
export interface Asked {
  readonly record: EnvironmentRecord;
  readonly filter: LogFilter;
  /** All lines when absent. */
  readonly echoes?: Echoes;
}

/** Shows what the logs hold and what is added to them, until Ctrl-C or until nobody reads it. */
export async function followEntries(
  context: Context,
  { record, filter, echoes = 'with echoes' }: Asked,
  show: (entries: readonly LogEntry[]) => void,
): Promise<Outcome<unknown>> {
  const { services, stdout, signal } = context;
  const provider = await services.provider();
  if (!provider.ok) return provider;
  const around = { provider: provider.value, pause: services.pause };
  const place = { environment: record.name, track: record.track };
  const files = await listLogFiles(around, place);
  if (!files.ok) return files;
  const present = files.value.filter(({ path }) => isLog(path) && !/\.\d+$/.test(path));
  const merge = new LogMerge(record.track, filter);
  const gate = new Gate(merge, sum(present.map(({ bytes }) => bytes)), () => show(merge.drain(echoes)));
  const closed = new AbortController();
  const close = () => closed.abort();
  stdout.on('close', close);
  const paths = [...new Set([...knownLogs, ...present.map(({ path }) => path)])];
  const onBytes = (path: string, bytes: Buffer) => gate.add(path, bytes);
  const ended = await followLogs(around, {
    ...place,
    paths,
    onBytes,
    signal: AbortSignal.any([signal, closed.signal]),
  });
  stdout.off('close', close);
  gate.open();
  return closed.signal.aborted ? { ok: true, value: undefined } : ended;
}

/** Lets through in the order of time: first all that was there, then what comes within a moment. */
class Gate {
  readonly #merge: LogMerge;
  readonly #show: () => void;
  readonly #since = performance.now();
  #awaited: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(merge: LogMerge, awaited: number, show: () => void) {
    this.#merge = merge;
    this.#awaited = awaited;
    this.#show = show;
  }

  add(path: string, bytes: Buffer): void {
    this.#merge.add(path, bytes);
    this.#awaited -= bytes.length;
    this.#timer ??= setTimeout(() => this.#look(), together);
  }

  open(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#show();
  }

  #look(): void {
    const isBehind = this.#awaited > 0 && performance.now() - this.#since < patience;
    if (isBehind) this.#timer = setTimeout(() => this.#look(), together);
    else this.open();
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
