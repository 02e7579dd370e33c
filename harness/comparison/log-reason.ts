import type { LogRates } from '../core/comparison.ts';
import type { Track } from '../core/track.ts';
import { unreachable } from '../core/unreachable.ts';
import { isDeprecation, isMail } from './holds-train.ts';
import type { LogNoise } from './log-noise.ts';
import { type BareLogVerdict, type GateEffect, isKnown, type LogEvidence } from './log-verdict.ts';

/** One sentence or two that say why a signature has its verdict, with its rates. */
export function logReason(
  verdict: BareLogVerdict,
  effect: GateEffect,
  evidence: LogEvidence,
  rates: LogRates,
  noise: LogNoise,
): string {
  const [fact, ...more] = [
    factOf(verdict, evidence, rates),
    ...(verdict === 'new' && isKnown(evidence, noise)
      ? ['The same train wrote it in a control run, though, about as often.']
      : []),
    ...(effect === 'undecided'
      ? ['Whether that is noise, no control run of the last seven days tells.']
      : []),
    ...(effect === 'gates' && isDeprecation(evidence.example) ? ['It blocks the next train.'] : []),
  ];
  return [fact, ...more].join(' ');
}

function factOf(verdict: BareLogVerdict, { counts, example }: LogEvidence, rates: LogRates): string {
  const [wrote, write] = isMail(example) ? ['sent', 'send'] : ['wrote', 'write'];
  const both = (one: Track, other: Track) =>
    `${rate(rates, one)}, ${formatRate(rates.per1000[other])} on ${other}`;
  switch (verdict) {
    case 'new':
      return `Only next ${wrote} it: ${often(counts, 'next')}, ${rate(rates, 'next')}.`;
    case 'gone':
      return `Train ${wrote} it ${often(counts, 'train')}, next did not ${write} it.`;
    case 'raised':
      return `Next ${wrote} it ${ratio(rates, 'next', 'train')}: ${both('next', 'train')}.`;
    case 'lowered':
      return `Train ${wrote} it ${ratio(rates, 'train', 'next')}: ${both('train', 'next')}.`;
    case 'same':
      return `Both ${wrote} it: on next ${both('next', 'train')}.`;
    default:
      return unreachable(verdict);
  }
}

function often(counts: LogEvidence['counts'], track: Track): string {
  return ['never', 'once', 'twice'][counts[track]] ?? `${counts[track]} times`;
}

function ratio({ per1000 }: LogRates, more: Track, fewer: Track): string {
  const times = per1000[more] / per1000[fewer];
  return Number.isFinite(times)
    ? `${times.toFixed(1)} times as often as ${fewer}`
    : `far more often than ${fewer}`;
}

function rate({ per1000, kinds }: LogRates, track: Track): string {
  return `${formatRate(per1000[track])} per 1000 ${kinds.length > 0 ? `requests (${kinds.join(', ')})` : 'requests'}`;
}

/** With as many digits as it needs. */
export function formatRate(value: number): string {
  if (value === 0) return '0';
  return value < 0.1 ? 'under 0.1' : value < 10 ? value.toFixed(1) : value.toFixed(0);
}
