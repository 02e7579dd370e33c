import type { Gate, LogVerdict, TestVerdict } from '../../harness/core/comparison.ts';

/** How alarming something is; each format has a colour and a sign for it. */
export type Tone = 'error' | 'warning' | 'notice' | 'success';

interface Words {
  readonly tone: Tone;
  /** Completes "A test that …" or "A log line that …". */
  readonly meaning: string;
}

export const testVerdictWords: Readonly<Record<TestVerdict, Words>> = {
  regressed: { tone: 'error', meaning: 'passes on train and fails on next, confirmed by repeated attempts' },
  missing: { tone: 'error', meaning: 'ran on train and did not run on next' },
  'newly-flaky': {
    tone: 'error',
    meaning: 'failed on next and then passed, and fails first more often there than it did on train',
  },
  'failure-changed': { tone: 'warning', meaning: 'fails on both, but differently on next' },
  'new-failing': { tone: 'warning', meaning: 'fails on next and has no reference on train' },
  'flaky-next': { tone: 'warning', meaning: 'failed on next and then passed' },
  spurious: {
    tone: 'warning',
    meaning: 'failed while services of the wikis or the browser were away, or the disk was full',
  },
  waived: { tone: 'warning', meaning: 'would gate, but for a waiver' },
  'same-fail': { tone: 'notice', meaning: 'fails on both in the same way' },
  'flaky-train': { tone: 'notice', meaning: 'failed on train and then passed' },
  fixed: { tone: 'success', meaning: 'fails on train and passes on next' },
  'same-skipped': { tone: 'notice', meaning: 'was skipped on both' },
  'new-passing': { tone: 'success', meaning: 'passes on next and has no reference on train' },
  'same-pass': { tone: 'success', meaning: 'passes on both' },
};

export const logVerdictWords: Readonly<Record<LogVerdict, Words>> = {
  new: { tone: 'error', meaning: 'only next wrote' },
  raised: { tone: 'error', meaning: 'next wrote at least three times as often, beyond noise' },
  waived: { tone: 'warning', meaning: 'would gate, but for a waiver' },
  gone: { tone: 'success', meaning: 'only train wrote' },
  lowered: { tone: 'success', meaning: 'train wrote at least three times as often, beyond noise' },
  same: { tone: 'notice', meaning: 'both wrote' },
};

export const gateWords: Readonly<
  Record<Gate['verdict'], { readonly tone: Tone; readonly title: string; readonly meaning: string }>
> = {
  go: { tone: 'success', title: 'Go', meaning: 'Nothing that gates got worse.' },
  'no-go': { tone: 'error', title: 'No-go', meaning: 'Something got worse that must not ship.' },
  inconclusive: { tone: 'warning', title: 'Inconclusive', meaning: 'This run cannot tell.' },
};
