import type { Comparison, TestComparison } from '../../harness/core/comparison.ts';
import type { Attempt, AttemptStatus } from '../../harness/core/result.ts';
import { type Track, tracks } from '../../harness/core/track.ts';
import type { WaiverUse } from '../../harness/core/waiver.ts';
import { testPlace, testTitle } from './finding.ts';
import { plainLine } from './plain-text.ts';

/** What a green total would hide, one by one. */
export interface SetAside {
  readonly waivers: readonly WaiverRow[];
  readonly skipped: readonly SkippedRow[];
  readonly retried: readonly RetriedRow[];
}

export interface WaiverRow {
  readonly task: string;
  readonly owner: string;
  /** The last day on which it holds. */
  readonly expires: string;
  readonly reason: string;
  /** The test and the signature of the finding. */
  readonly finding: string;
  /** Whether it holds, and what came of its finding. */
  readonly state: string;
  readonly isLive: boolean;
}

interface TestPlaceRow {
  readonly title: string;
  readonly place: string;
}

export interface SkippedRow extends TestPlaceRow {
  readonly on: readonly Track[];
  /** As the test says, if it does. */
  readonly why: string;
}

export interface RetriedRow extends TestPlaceRow {
  /** Of all attempts in their order. */
  readonly outcomes: Readonly<Record<Track, readonly AttemptStatus[]>>;
}

export function setAside({ tests, waivers }: Comparison): SetAside {
  return {
    waivers: waivers.map(waiverRow),
    skipped: tests.flatMap(skippedRow),
    retried: tests.flatMap(retriedRow),
  };
}

const findingWords: Readonly<Record<WaiverUse['finding'], string>> = {
  found: 'its finding is there',
  green: 'its finding is gone',
  unknown: 'this run cannot tell of its finding',
};

function waiverRow({ waiver, state, finding }: WaiverUse): WaiverRow {
  const { task, owner, expires, reason, signature } = waiver;
  return {
    task: plainLine(task),
    owner: plainLine(owner),
    expires: plainLine(expires),
    reason: plainLine(reason, 600),
    finding: plainLine(waiver.scope === 'test' ? `${waiver.test}: ${signature}` : signature, 600),
    state: `${state}, ${findingWords[finding]}`,
    isLive: state === 'live',
  };
}

function skippedRow({ test, attempts }: TestComparison): SkippedRow[] {
  const on = tracks.filter((track) => attempts[track].some(isSkipped));
  if (on.length === 0) return [];
  const reasons = tracks.flatMap((track) => attempts[track].filter(isSkipped)).map(({ message }) => message);
  const why = plainLine([...new Set(reasons.filter(Boolean))].join('; '), 600);
  return [{ title: testTitle(test), place: testPlace(test), on, why }];
}

function isSkipped({ status }: Attempt): boolean {
  return status === 'skipped';
}

function retriedRow({ test, attempts }: TestComparison): RetriedRow[] {
  if (tracks.every((track) => attempts[track].length < 2)) return [];
  const outcomes = (track: Track) => attempts[track].map(({ status }) => status);
  return [
    {
      title: testTitle(test),
      place: testPlace(test),
      outcomes: { train: outcomes('train'), next: outcomes('next') },
    },
  ];
}
