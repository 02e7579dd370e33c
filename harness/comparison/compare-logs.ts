import type { LogComparison, LogRates } from '../core/comparison.ts';
import type { CollectedLogs, RequestKind } from '../core/log-record.ts';
import { logSignature } from '../core/signature.ts';
import type { Track } from '../core/track.ts';
import { type Observed, ratePer1000 } from './compare-rates.ts';
import { isDeprecation } from './holds-train.ts';
import { type LogNoise, noNoise } from './log-noise.ts';
import { logReason } from './log-reason.ts';
import { gateEffect, logVerdict } from './log-verdict.ts';
import { SignatureTally } from './signature-tally.ts';
import { byBadness } from './worst-first.ts';

type Logs = CollectedLogs | undefined;

/**
 * One verdict for each log signature of either track, the worst first. Goes through the records once and keeps nothing
 * of them but what the comparison says, so that they need not fit into memory.
 */
export function compareLogs(train: Logs, next: Logs, noise: LogNoise = noNoise): readonly LogComparison[] {
  const tallies = new Map<string, SignatureTally>();
  for (const { records } of [next, train].filter((logs) => logs !== undefined))
    for (const record of records) {
      const signature = logSignature(record);
      const known = tallies.get(signature);
      const tally = known ?? new SignatureTally(signature);
      if (!known) tallies.set(signature, tally);
      tally.add(record);
    }
  return [...tallies.values()].map((tally) => compareSignature(tally, train, next, noise)).sort(byBadness);
}

function compareSignature(tally: SignatureTally, train: Logs, next: Logs, noise: LogNoise): LogComparison {
  const { signature, on, kinds, shown } = tally;
  if (!shown.example) throw new Error('A signature without a record cannot be compared.');
  const counts = { train: on.train.count, next: on.next.count };
  const compared = {
    train: { count: on.train.compared, requests: requestsOf(train, kinds) },
    next: { count: on.next.compared, requests: requestsOf(next, kinds) },
  };
  const evidence = { signature, counts, compared, example: shown.example };
  const rates = ratesOf(compared, kinds);
  const verdict = logVerdict(evidence, noise);
  const effect = gateEffect(verdict, evidence, noise);
  return {
    signature,
    verdict,
    gates: effect === 'gates',
    undecided: effect === 'undecided',
    deprecation: isDeprecation(shown.example),
    reason: logReason(verdict, effect, evidence, rates, noise),
    counts,
    rates,
    example: shown.example,
    first: tally.first,
    last: tally.last,
    origins: shown.origins(),
  };
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
