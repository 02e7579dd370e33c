import type { PhaseComparison } from '../core/comparison.ts';
import type { Phase } from '../core/phase.ts';
import type { Track } from '../core/track.ts';

/** Each phase of either track in the order in which it came; a phase that came more than once is summed up. */
export function comparePhases(phases: Readonly<Record<Track, readonly Phase[]>>): readonly PhaseComparison[] {
  const train = secondsByName(phases.train);
  const next = secondsByName(phases.next);
  return [...new Set([...train.keys(), ...next.keys()])].map((phase) =>
    comparePhase(phase, train.get(phase), next.get(phase)),
  );
}

function comparePhase(phase: string, train: number | undefined, next: number | undefined): PhaseComparison {
  return {
    phase,
    ...(train !== undefined && { train }),
    ...(next !== undefined && { next }),
    ...(train !== undefined && train > 0 && next !== undefined && { ratio: next / train }),
  };
}

/** What came more than once is summed up. */
export function secondsByName(phases: readonly Phase[]): ReadonlyMap<string, number> {
  const seconds = new Map<string, number>();
  for (const { name, seconds: own } of phases) seconds.set(name, (seconds.get(name) ?? 0) + own);
  return seconds;
}
