import type { LogVerdict } from '../core/comparison.ts';
import type { LogRecord } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';
import { compareRates, type ObservedPair } from './compare-rates.ts';
import { holdsTrain, isMail } from './holds-train.ts';
import type { LogNoise } from './log-noise.ts';

export type BareLogVerdict = Exclude<LogVerdict, 'waived'>;

/** What decides on one signature. */
export interface LogEvidence {
  readonly signature: string;
  readonly counts: Readonly<Record<Track, number>>;
  /** What rates are compared of; without attempts that confirm. */
  readonly compared: ObservedPair;
  readonly example: LogRecord;
}

/** What a signature is, as this run saw it; only the difference of two rates asks for the noise. */
export function logVerdict({ signature, counts, compared }: LogEvidence, noise: LogNoise): BareLogVerdict {
  if (counts.train === 0) return 'new';
  if (counts.next === 0) return 'gone';
  return compareRates(compared, noise.pairs.get(signature) ?? []);
}

export type GateEffect = 'gates' | 'undecided' | 'none';

/** Whether a verdict holds the train. `undecided`: it does if it is no noise, which no control run tells. */
export function gateEffect(verdict: BareLogVerdict, evidence: LogEvidence, noise: LogNoise): GateEffect {
  const { example } = evidence;
  if (verdict === 'gone') return isMail(example) && !comesAndGoes(evidence, noise) ? 'gates' : 'none';
  if (isMail(example) || !holdsTrain(example)) return 'none';
  if (verdict === 'new') return isKnown(evidence, noise) ? 'none' : 'gates';
  if (verdict !== 'raised') return 'none';
  return noise.isMeasured ? 'gates' : 'undecided';
}

/** Whether the same train wrote it in a control run, and not much less often. */
export function isKnown({ signature, compared }: LogEvidence, { known, pairs }: LogNoise): boolean {
  const train = known.get(signature);
  if (!train || train.count === 0) return false;
  return compareRates({ train, next: compared.next }, pairs.get(signature) ?? []) !== 'raised';
}

/** Whether a control run had it on one side only. */
function comesAndGoes({ signature }: LogEvidence, { pairs }: LogNoise): boolean {
  return (pairs.get(signature) ?? []).some(({ train, next }) => (train.count === 0) !== (next.count === 0));
}
