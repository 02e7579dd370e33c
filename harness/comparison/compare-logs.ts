import type { LogComparison, LogRates } from '../core/comparison.ts';
import type { CollectedLogs, RequestKind } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';
import { type Observed, ratePer1000 } from './compare-rates.ts';
import { isDeprecation } from './holds-train.ts';
import { type LogNoise, noNoise } from './log-noise.ts';
import { logReason } from './log-reason.ts';
import { type LogTally, type SignatureTally, tallyLogs } from './log-tally.ts';
import { gateEffect, logVerdict } from './log-verdict.ts';
import { byBadness } from './worst-first.ts';

type Logs = CollectedLogs | undefined;

/** What was counted of the records of each track; of a track that has none here they are counted anew. */
export type LogTallies = Readonly<Partial<Record<Track, LogTally>>>;

/** One verdict for each log signature of either track, the worst first. */
export function compareLogs(
  train: Logs,
  next: Logs,
  noise: LogNoise = noNoise,
  tallies: LogTallies = {},
): readonly LogComparison[] {
  const onTrain = tallies.train ?? tallyLogs(train?.records ?? []);
  const onNext = tallies.next ?? tallyLogs(next?.records ?? []);
  return [...new Set([...onNext.keys(), ...onTrain.keys()])]
    .map((signature) => {
      const on = { train: onTrain.get(signature), next: onNext.get(signature) };
      return compareSignature(signature, on, { train, next }, noise);
    })
    .sort(byBadness);
}

function compareSignature(
  signature: string,
  { train, next }: Readonly<Record<Track, SignatureTally | undefined>>,
  logs: Readonly<Record<Track, Logs>>,
  noise: LogNoise,
): LogComparison {
  // Next shows it, unless just train has it.
  const shown = next ?? train;
  if (!shown) throw new Error('A signature without a record cannot be compared.');
  const either = [train, next].filter((tally) => tally !== undefined);
  const [first = ''] = either.map((tally) => tally.first).sort();
  const [last = ''] = either
    .map((tally) => tally.last)
    .sort()
    .reverse();
  const kinds = kindsOf(either);
  const counts = { train: train?.count ?? 0, next: next?.count ?? 0 };
  const compared = {
    train: { count: train?.compared ?? 0, requests: requestsOf(logs.train, kinds) },
    next: { count: next?.compared ?? 0, requests: requestsOf(logs.next, kinds) },
  };
  const { example, origins } = shown;
  const evidence = { signature, counts, compared, example };
  const rates = ratesOf(compared, kinds);
  const verdict = logVerdict(evidence, noise);
  const effect = gateEffect(verdict, evidence, noise);
  return {
    signature,
    verdict,
    gates: effect === 'gates',
    undecided: effect === 'undecided',
    deprecation: isDeprecation(example),
    reason: logReason(verdict, effect, evidence, rates, noise),
    counts,
    rates,
    example,
    first,
    last,
    origins,
  };
}

/** Of the requests that it came from; none when that is not known of each. */
function kindsOf(tallies: readonly SignatureTally[]): readonly RequestKind[] {
  const all = new Set(tallies.flatMap(({ kinds }) => kinds));
  const known = [...all].filter((kind) => kind !== undefined);
  return known.length === all.size ? known.sort() : [];
}

function ratesOf(
  { train, next }: Readonly<Record<Track, Observed>>,
  kinds: readonly RequestKind[],
): LogRates {
  return {
    per1000: { train: ratePer1000(train), next: ratePer1000(next) },
    requests: { train: train.requests, next: next.requests },
    kinds,
  };
}

/** Of these kinds; all when kinds are not known. */
function requestsOf(logs: Logs, kinds: readonly RequestKind[]): number {
  if (!logs?.requestKinds || kinds.length === 0) return logs?.requests ?? 0;
  const { requestKinds } = logs;
  return kinds.reduce((sum, kind) => sum + requestKinds[kind], 0);
}
