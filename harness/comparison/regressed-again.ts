import type { Comparison, LogComparison, TestComparison } from '../core/comparison.ts';
import { type Waiver, type WaiverUse, waiverKey } from '../core/waiver.ts';

/**
 * What waivers of earlier runs, the newest first, that wait for removal or were removed had known, by `waiverKey()`.
 * Their finding was gone the last time that a run could tell; one that was red all along does not come back.
 */
export function outlivedWaivers(
  history: readonly Comparison[],
  uses: readonly WaiverUse[],
): ReadonlyMap<string, Waiver> {
  const kept = new Set(uses.filter(({ state }) => state !== 'spent').map(({ waiver }) => waiverKey(waiver)));
  const last = new Map<string, WaiverUse>();
  for (const use of history.flatMap(({ waivers }) => waivers)) {
    const key = waiverKey(use.waiver);
    if (!kept.has(key) && !last.has(key) && use.finding !== 'unknown') last.set(key, use);
  }
  const green = [...last].filter(([, { finding }]) => finding === 'green');
  return new Map(green.map(([key, { waiver }]) => [key, waiver]));
}

/** A test that gates says so when a waiver knew one of its failures, which had gone since. */
export function testAgain(test: TestComparison, outlived: ReadonlyMap<string, Waiver>): TestComparison {
  if (!test.gates) return test;
  const { name, signatures } = test;
  const keys = signatures.map((signature) => waiverKey({ scope: 'test', test: name, signature }));
  return withAgain(
    test,
    keys.map((key) => outlived.get(key)).find((waiver) => waiver !== undefined),
  );
}

/** The same of a log signature. */
export function logAgain(log: LogComparison, outlived: ReadonlyMap<string, Waiver>): LogComparison {
  if (!log.gates && !log.undecided) return log;
  return withAgain(log, outlived.get(waiverKey({ scope: 'log', signature: log.signature })));
}

function withAgain<T extends TestComparison | LogComparison>(finding: T, waiver: Waiver | undefined): T {
  if (!waiver) return finding;
  const { task, owner, expires } = waiver;
  const sentence = `Regressed again: ${task} (${owner}) waived it until ${expires}, and it had gone.`;
  return { ...finding, again: waiver, reason: `${finding.reason} ${sentence}` };
}
