import { join } from 'node:path';
import { type Failure, failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import { mapInOrder } from '../../system/map-in-order.ts';
import { readRun } from './read-run.ts';
import type { RunIndex } from './run-index.ts';
import { runRows } from './run-rows.ts';
import { runSources } from './run-sources.ts';

export interface UpdateOptions {
  /** Reads every run again, not just those that are new or changed. */
  readonly whole?: boolean;
  readonly signal: AbortSignal;
  readonly onRun?: (done: number, all: number) => void;
}

export interface IndexUpdate {
  /** Runs that were read. */
  readonly read: number;
  /** Runs that are gone and were forgotten. */
  readonly forgotten: number;
  readonly unreadable: readonly { readonly run: string; readonly failure: Failure }[];
}

/** Brings the index up to date with the run directories below a folder: what did not change is not read. */
export async function updateIndex(
  index: RunIndex,
  folder: string,
  { whole = false, signal, onRun = () => {} }: UpdateOptions,
): Promise<Outcome<IndexUpdate>> {
  const [there, known] = [await runSources(folder), await index.sources()];
  // Others have written into a shared one what is not on this machine.
  const gone = index.isShared ? [] : [...known.keys()].filter((id) => !there.has(id));
  await index.forget(gone);
  const changed = [...there].filter(([id, source]) => whole || known.get(id) !== source);
  let done = 0;
  const results = await mapInOrder(changed, 2, async ([run, source]) => {
    if (signal.aborted) return [];
    const read = await readRun(join(folder, run), run);
    if (read.ok) await index.write(runRows(read.value, source));
    done += 1;
    onRun(done, changed.length);
    return read.ok ? [] : [{ run, failure: read.failure }];
  });
  if (signal.aborted) return failed(interrupted);
  const unreadable = results.flat();
  return ok({ read: changed.length - unreadable.length, forgotten: gone.length, unreadable });
}
