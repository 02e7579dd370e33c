import type { EarlierRun, LogComparison, Outlived, TestComparison } from '../core/comparison.ts';
import { type Waiver, type WaiverUse, waiverKey } from '../core/waiver.ts';
import { outcomeOf } from './outcome-on-track.ts';

/**
 * What waivers of earlier runs, the newest first, that are spent or were removed had known, by `waiverKey()`; see
 * verdicts.md, "Waivers". Their finding was gone in a run after the last one in which it was waived: one that was red all
 * along does not come back. Whether it was gone is what the use of the waiver says of the run, and when the waiver had been
 * removed by then, as with the fix, what the run itself says. An expired waiver that still stands there was not removed,
 * and one of the same finding that is live takes the place of the old one.
 */
export function outlivedWaivers(
  history: readonly EarlierRun[],
  uses: readonly WaiverUse[],
): ReadonlyMap<string, Outlived> {
  const kept = new Set(uses.filter(({ state }) => state !== 'spent').map(({ waiver }) => waiverKey(waiver)));
  const newest = new Map<string, Waiver>();
  for (const { waiver } of history.flatMap(({ waivers }) => waivers)) {
    const key = waiverKey(waiver);
    if (!kept.has(key) && !newest.has(key)) newest.set(key, waiver);
  }
  return new Map(
    [...newest].flatMap(([key, waiver]) => {
      const goneSince = firstRunWithout(waiver, history);
      return goneSince === undefined ? [] : [[key, { waiver, goneSince }] as const];
    }),
  );
}

/** The oldest run without the finding that came after all those in which it was waived. */
function firstRunWithout(waiver: Waiver, history: readonly EarlierRun[]): string | undefined {
  const key = waiverKey(waiver);
  const useIn = ({ waivers }: EarlierRun) => waivers.find((use) => waiverKey(use.waiver) === key);
  const waived = history.findIndex((run) => {
    const use = useIn(run);
    return use?.state === 'live' && use.finding === 'found';
  });
  const since = waived === -1 ? history : history.slice(0, waived);
  return since.findLast((run) => (useIn(run)?.finding ?? findingWithout(waiver, run)) === 'green')?.run;
}

/** What a run says of a finding that no waiver names in it. */
function findingWithout(waiver: Waiver, run: EarlierRun): WaiverUse['finding'] {
  if (waiver.scope === 'test') {
    const test = run.tests.find(({ name }) => name === waiver.test);
    return test && outcomeOf(test.attempts.next) === 'passed' ? 'green' : 'unknown';
  }
  const log = run.logs.find(({ signature }) => signature === waiver.signature);
  return isSurelyWhole(run) && !log?.counts.next ? 'green' : 'unknown';
}

/** By the rules of `gateOf`, only a confirmed regression holds the train for a run that is not whole. */
function isSurelyWhole({ gate, counts }: EarlierRun): boolean {
  return gate.verdict === 'go' || (gate.verdict === 'no-go' && counts.regressed === 0);
}

/** A test that gates says so when a waiver knew one of its failures, which had gone since. */
export function testAgain(test: TestComparison, outlived: ReadonlyMap<string, Outlived>): TestComparison {
  if (!test.gates) return test;
  const { name, signatures } = test;
  const keys = signatures.map((signature) => waiverKey({ scope: 'test', test: name, signature }));
  return withAgain(
    test,
    keys.map((key) => outlived.get(key)).find((again) => again !== undefined),
  );
}

/** The same of a log signature. */
export function logAgain(log: LogComparison, outlived: ReadonlyMap<string, Outlived>): LogComparison {
  if (!log.gates && !log.undecided) return log;
  return withAgain(log, outlived.get(waiverKey({ scope: 'log', signature: log.signature })));
}

function withAgain<T extends TestComparison | LogComparison>(finding: T, again: Outlived | undefined): T {
  if (!again) return finding;
  const { task, owner, expires } = again.waiver;
  const sentence = `Regressed again: ${task} (${owner}) waived it until ${expires}, and it was gone from ${again.goneSince} on.`;
  return { ...finding, again, reason: `${finding.reason} ${sentence}` };
}
