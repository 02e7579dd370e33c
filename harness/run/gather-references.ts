import type { References } from '../comparison/compare-run.ts';
import type { Comparison, EarlierRun } from '../core/comparison.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Waiver } from '../core/waiver.ts';
import type { RunStore, RunSummary } from '../store/store.ts';
import { mapInOrder } from '../system/map-in-order.ts';

/** Older control runs tell nothing of today's noise, see verdicts.md, "Gate". */
const mostControlDays = 7;

/** Runs that broke down tell nothing of a waiver, so some more than it needs are read. */
const mostHistory = 20;

/** What a run is judged by besides itself: control runs and earlier runs of its environment, and the waivers. */
export async function gatherReferences(
  store: RunStore,
  record: RunRecord,
  waivers: readonly Waiver[],
): Promise<Omit<References, 'earlier' | 'tallies'>> {
  const others = (await store.list()).filter(
    ({ id, environment, state }) =>
      id !== record.id && environment === record.definition.name && state === 'finished',
  );
  const controls = others.filter((run) => run.control && daysBetween(run, record) <= mostControlDays);
  const earlier = others.filter((run) => !run.control && run.startedAt < record.startedAt);
  return {
    controls: await readAll(store, controls),
    history: (await store.readEarlier(earlier.slice(0, mostHistory).map(({ id }) => id))).filter(isTimed),
    waivers,
  };
}

/** One that was made after the run tells as much of its noise. */
function daysBetween(run: RunSummary, record: RunRecord): number {
  return Math.abs(Date.parse(run.startedAt) - Date.parse(record.startedAt)) / (24 * 60 * 60 * 1000);
}

/** Those that can be read; a comparison of before rates were compared says nothing. */
async function readAll(store: RunStore, runs: readonly RunSummary[]): Promise<readonly Comparison[]> {
  const comparisons = await mapInOrder(runs, 2, ({ id }) => store.readComparison(id));
  return comparisons.flatMap((read) => (read.ok && isTimed(read.value) ? [read.value] : []));
}

function isTimed({ startedAt }: EarlierRun): boolean {
  return startedAt !== '';
}
