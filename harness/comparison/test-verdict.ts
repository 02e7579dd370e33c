import type { TestVerdict } from '../core/comparison.ts';
import type { Attempt } from '../core/result.ts';
import { failureSignature } from '../core/signature.ts';
import { tracks } from '../core/track.ts';
import type { FlakeRecord } from './newly-flaky.ts';
import { hasRun, type OutcomeOnTrack, outcomeOf } from './outcome-on-track.ts';
import type { AttemptsOnTracks } from './sound-attempts.ts';

/** What the attempts alone say; a waiver may change it. */
export type BareTestVerdict = Exclude<TestVerdict, 'waived'>;

type Rule = BareTestVerdict | 'by-signature' | 'by-record';

/**
 * The table of verdicts.md, next by train. Where a side is flaky and the other fails, the table errs to the careful
 * side: failing always where train passes sometimes is a regression, passing sometimes where train never did is no fix.
 */
const rules: Readonly<Record<OutcomeOnTrack, Readonly<Record<OutcomeOnTrack, Rule>>>> = {
  passed: {
    passed: 'same-pass',
    failed: 'fixed',
    flaky: 'flaky-train',
    skipped: 'new-passing',
    absent: 'new-passing',
  },
  failed: {
    passed: 'regressed',
    failed: 'by-signature',
    flaky: 'regressed',
    skipped: 'new-failing',
    absent: 'new-failing',
  },
  flaky: {
    passed: 'by-record',
    failed: 'by-signature',
    flaky: 'flaky-next',
    skipped: 'flaky-next',
    absent: 'flaky-next',
  },
  skipped: {
    passed: 'missing',
    failed: 'missing',
    flaky: 'missing',
    skipped: 'same-skipped',
    absent: 'same-skipped',
  },
  absent: {
    passed: 'missing',
    failed: 'missing',
    flaky: 'missing',
    skipped: 'same-skipped',
    absent: 'same-skipped',
  },
};

/**
 * The one verdict of a test, by its attempts, by which of them are sound, and by what is known of it from earlier runs.
 */
export function testVerdict(
  attempts: AttemptsOnTracks,
  sound: AttemptsOnTracks,
  { isNewlyFlaky }: FlakeRecord,
): BareTestVerdict {
  if (isSpurious(attempts, sound)) return 'spurious';
  const { train, next } = hasRun(attempts.next) ? sound : attempts;
  const rule = rules[outcomeOf(next)][outcomeOf(train)];
  switch (rule) {
    case 'by-signature':
      return failAlike(sound) ? 'same-fail' : 'failure-changed';
    case 'by-record':
      return isNewlyFlaky ? 'newly-flaky' : 'flaky-next';
    default:
      return rule;
  }
}

/** Whether no failure is left but unsound ones, or nothing sound to compare a failure with. */
function isSpurious(attempts: AttemptsOnTracks, sound: AttemptsOnTracks): boolean {
  const spoiled = tracks.filter((track) => sound[track].length < attempts[track].length);
  if (spoiled.length === 0 || !hasRun(attempts.next)) return false;
  const fails = tracks.some((track) => sound[track].some(({ status }) => status === 'failed'));
  return !fails || spoiled.some((track) => !hasRun(sound[track]));
}

/** Whether a failure on next is one that train has too. */
export function failAlike({ train, next }: AttemptsOnTracks): boolean {
  const known = signaturesOf(train);
  return signaturesOf(next).some((signature) => known.includes(signature));
}

function signaturesOf(attempts: readonly Attempt[]): readonly string[] {
  return attempts.filter(({ status }) => status === 'failed').map(({ message }) => failureSignature(message));
}

/** What a waiver of the finding names: each failure of next once; of a test that did not run there, that it did not. */
export function findingSignatures(verdict: BareTestVerdict, { next }: AttemptsOnTracks): readonly string[] {
  if (verdict === 'missing') return [next.length > 0 ? 'skipped' : 'did not run'];
  return [...new Set(signaturesOf(next))].sort();
}

const gating: ReadonlySet<TestVerdict> = new Set(['regressed', 'missing', 'newly-flaky']);

export function verdictGates(verdict: TestVerdict): boolean {
  return gating.has(verdict);
}
