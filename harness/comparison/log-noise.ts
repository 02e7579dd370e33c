import type { Comparison, ControlRun, LogComparison, LogRates } from '../core/comparison.ts';
import { type Track, tracks } from '../core/track.ts';
import type { Observed, ObservedPair } from './compare-rates.ts';

/** What control runs, train against train, say of the logs. */
export interface LogNoise {
  /** How often both sides of each control run wrote a signature. */
  readonly pairs: ReadonlyMap<string, readonly ObservedPair[]>;
  /** What the very build that is train now wrote in control runs: it is known there, if not in this run. */
  readonly known: ReadonlyMap<string, Observed>;
  /** Whether there is a control run at all; without one nothing that needs a threshold can be decided. */
  readonly isMeasured: boolean;
}

export const noNoise: LogNoise = { pairs: new Map(), known: new Map(), isMeasured: false };

/** The noise that control runs of the same environment show; `trainManifest` is of the train that is compared. */
export function noiseOf(controls: readonly Comparison[], trainManifest: string | undefined): LogNoise {
  const all = controls.flatMap((control) => control.logs);
  const sameTrain = controls.filter(
    (control) => trainManifest !== undefined && control.trainManifest === trainManifest,
  );
  return {
    pairs: new Map(
      [...Map.groupBy(all, ({ signature }) => signature)].map(([signature, logs]) => [
        signature,
        logs.map(({ rates }) => pairOf(rates)),
      ]),
    ),
    known: sumUp(sameTrain.flatMap(({ logs }) => logs)),
    isMeasured: controls.length > 0,
  };
}

/** The records that the rates were made of. */
function pairOf(rates: LogRates): ObservedPair {
  return { train: observedOn('train', rates), next: observedOn('next', rates) };
}

function observedOn(track: Track, { per1000, requests }: LogRates): Observed {
  return {
    count: Math.round((per1000[track] * Math.max(1, requests[track])) / 1000),
    requests: requests[track],
  };
}

function sumUp(logs: readonly LogComparison[]): ReadonlyMap<string, Observed> {
  const sums = new Map<string, Observed>();
  for (const { signature, rates } of logs) {
    const pair = pairOf(rates);
    for (const track of tracks) {
      const sum = sums.get(signature) ?? { count: 0, requests: 0 };
      const { count, requests } = pair[track];
      sums.set(signature, { count: sum.count + count, requests: sum.requests + requests });
    }
  }
  return sums;
}

/** What a control run found although there was nothing to find. */
export function controlRun({ run, startedAt, logs, tests, timings }: Comparison): ControlRun {
  return {
    run,
    startedAt,
    signatures: logs.length,
    falseLogs: logs.filter(({ verdict }) => verdict === 'new' || verdict === 'raised').length,
    tests: tests.length,
    falseTests: tests.filter(({ verdict }) => verdict === 'regressed').length,
    ratios: Object.fromEntries(
      timings.flatMap(({ phase, ratio }) => (ratio === undefined ? [] : [[phase, ratio]])),
    ),
  };
}
