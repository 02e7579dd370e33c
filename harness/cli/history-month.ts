import { type Outcome, ok } from '../core/failure.ts';
import { episodesOf } from '../history/episodes.ts';
import { leadOf } from '../history/lead.ts';
import { episodesFoundIn, type Find, type Month, monthOf, newlyFlakyIn } from '../history/month.ts';
import type { RunIndex } from '../store/index/run-index.ts';
import { mapInOrder } from '../system/map-in-order.ts';
import type { Context } from './context.ts';
import { EpisodeSuspects, oldestCommit } from './episode-suspects.ts';
import { expectRuns, type HistoryEnvironment } from './history-of-environment.ts';

/** What `gm1 history --month` says. */
export interface MonthHistory extends Month {
  readonly month: string;
  readonly environment: string;
  /** How many runs ended with which gate; under an empty name those that were not compared. */
  readonly gates: Readonly<Record<string, number>>;
  /** Tests that were called newly flaky for the first time. */
  readonly newlyFlaky: readonly { readonly name: string; readonly since: string }[];
}

export async function monthHistory(
  context: Context,
  index: RunIndex,
  environment: HistoryEnvironment,
  month: string,
): Promise<Outcome<MonthHistory>> {
  const hasRuns = await expectRuns(index, environment);
  if (!hasRuns.ok) return hasRuns;
  const stretch = { environment: environment.name, ...boundsOf(month) };
  const suspects = new EpisodeSuspects(context, index);
  const newlyFlaky: MonthHistory['newlyFlaky'][number][] = [];
  const finds = await mapInOrder(await index.findings(stretch), 1, async (subject) => {
    const nights = await index.nights(subject, environment.name);
    const flaky = newlyFlakyIn(nights, stretch.from, stretch.to);
    if (flaky) newlyFlaky.push({ name: subject.name, since: flaky.startedAt });
    const found = episodesFoundIn(episodesOf(nights), stretch.from, stretch.to);
    return mapInOrder(found, 1, async ({ episode, isAgain }): Promise<Find> => {
      const lead = leadOf(episode, environment.calendar, oldestCommit(await suspects.of(episode)));
      return { subject, episode, isAgain, ...(lead && { lead }) };
    });
  });
  const gates = await index.gates(stretch);
  return ok({ month, environment: environment.name, gates, ...monthOf(finds.flat()), newlyFlaky });
}

/** From the first moment of a month, `2026-11`, to that of the next one. */
function boundsOf(month: string) {
  const from = new Date(`${month}-01T00:00:00.000Z`);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
  return { from: from.toISOString(), to: to.toISOString() };
}
