import type { Attachment, Attempt, AttemptStatus, TestIdentity } from '../../harness/core/result.ts';
import type { Track } from '../../harness/core/track.ts';

const titles: Readonly<Record<string, readonly string[]>> = {
  http: [
    'serves the main page',
    'redirects / to the main page',
    'answers 404 for no page',
    'serves load.php',
  ],
  api: ['edits a page', 'parses wikitext', 'searches a title', 'uploads a file', 'drains the job queue'],
  browser: ['logs in by form', 'creates an account', 'shows a diff', 'moves a page', 'opens VisualEditor'],
  webdriverio: ['shows a blank page', 'logs in', 'edits a page', 'lists recent changes'],
};

/** `count` different tests, spread over the suites. */
export function sampleTests(count: number): readonly TestIdentity[] {
  const suites = Object.keys(titles);
  return Array.from({ length: count }, (_, index) => {
    const suite = suites[index % suites.length] ?? 'api';
    const ofSuite = titles[suite] ?? [];
    const round = Math.floor(index / suites.length);
    const title = ofSuite[round % ofSuite.length] ?? 'works';
    const variant = Math.floor(round / ofSuite.length);
    return sampleTest(suite, variant === 0 ? title : `${title} on wiki ${variant + 1}`);
  });
}

export function sampleTest(suite: string, title: string): TestIdentity {
  const project = suite === 'browser' ? 'chromium' : suite;
  return {
    suite,
    file: `${suite}/${title.split(' ').at(-1)}.spec.ts`,
    titlePath: ['testwiki', title],
    project,
  };
}

export interface SampleFailure {
  readonly message: string;
  readonly trace?: string;
  readonly attachments?: readonly Attachment[];
}

/** The attempts of a test on one track: `pfp` passed, failed, passed; `s` skipped; the first is not confirming. */
export function sampleAttempts(
  test: TestIdentity,
  track: Track,
  outcomes: string,
  failure: SampleFailure = { message: 'expected 200, got 500' },
): readonly Attempt[] {
  return [...outcomes].map((outcome, index) => ({
    test,
    track,
    purpose: index === 0 ? 'first' : 'confirming',
    status: statuses[outcome] ?? 'passed',
    startedAt: new Date(Date.UTC(2026, 7, 27, 2, 20, index)).toISOString(),
    seconds: 0.4 + (test.titlePath.join().length % 17) / 3 + index,
    attachments: [],
    ...(outcome === 'f' && failure),
  }));
}

const statuses: Readonly<Record<string, AttemptStatus>> = { p: 'passed', f: 'failed', s: 'skipped' };
