import { compareRun, type References } from '../../harness/comparison/compare-run.ts';
import type { Comparison } from '../../harness/core/comparison.ts';
import type { LogRecord } from '../../harness/core/log-record.ts';
import type { Attempt, TestIdentity } from '../../harness/core/result.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { logSignature } from '../../harness/core/signature.ts';
import type { RepositoryCommits, Suspect } from '../../harness/core/suspect.ts';
import type { Track } from '../../harness/core/track.ts';
import type { Waiver } from '../../harness/core/waiver.ts';
import { collectedLogs, sampleLogs } from './sample-logs.ts';
import { sampleBuild, samplePhases, sampleRun } from './sample-run.ts';
import { type SampleFailure, sampleAttempts, sampleTest, sampleTests } from './sample-tests.ts';

/** A run as it was recorded, and what the real comparison says of it. */
export interface Sample {
  readonly record: RunRecord;
  readonly comparison: Comparison;
}

/** Text that breaks a report which does not escape it, for every field that comes from a wiki, a test or a log. */
export const hostileText = `<script>alert("1")</script> & 'q' \`b\` | ]]> \u001b[31mred\u001b[0m \u202eevil\u0000 שלום עולם`;

export function allGreen(count = 53): Sample {
  return sampled(
    sampleRun({
      attempts: passing(count),
      logs: {
        train: collectedLogs('train', sampleLogs('train', 4)),
        next: collectedLogs('next', sampleLogs('next', 5)),
      },
    }),
  );
}

export function controlRun(): Sample {
  const build = sampleBuild('train');
  const { record } = allGreen();
  const { train } = record.definition.tracks;
  return sampled({
    ...record,
    control: true,
    definition: { ...record.definition, tracks: { train, next: train } },
    builds: { train: build, next: { ...build, track: 'next', kind: 'cached', phases: [], seconds: 0.4 } },
  });
}

/** Of everything something; `many` tests pass besides. */
export function regressions(many = 40, text = ordinaryText): Sample {
  return sampled(
    sampleRun({
      attempts: [...badTests(text), ...passing(many)],
      logs: { train: collectedLogs('train', trainLogs()), next: collectedLogs('next', nextLogs(text)) },
      notices: [
        'Java was not found, so there is no Allure report. Install a Java runtime, then run "gm1 report".',
      ],
    }),
  );
}

export function failedBoot(): Sample {
  const { next: _, ...environments } = sampleRun().environments;
  return sampled(
    sampleRun({
      environments,
      phases: { train: samplePhases('train').slice(0, 7), next: samplePhases('next').slice(0, 5) },
      logs: {},
      failures: [
        {
          track: 'next',
          phase: 'provision',
          failure: {
            kind: 'infrastructure',
            what: 'The service app of next did not become ready within 60 s.',
            why: "PHP Parse error: syntax error, unexpected token '}' in /srv/mediawiki/php-1.43.11/includes/Setup.php on line 92",
            next: 'Look at its log with "gm1 logs app --track next", mend the tree and run again.',
          },
        },
      ],
    }),
  );
}

export function interruptedRun(): Sample {
  const { next: _, ...builds } = sampleRun().builds;
  return sampled(
    sampleRun({
      state: 'interrupted',
      builds,
      environments: {},
      logs: {},
      phases: { train: samplePhases('train').slice(0, 3), next: [] },
    }),
  );
}

/** Every kind of finding that logs make, with what a control run and a waiver say. */
export function loggedFaults(text = 'null given'): Sample {
  const record = sampleRun({
    attempts: passing(20),
    logs: {
      train: collectedLogs('train', [...trainLogs(), ...sentMails('train'), ...warnings('train', 6)]),
      next: collectedLogs('next', [...faults(text), ...warnings('next', 41)]),
    },
  });
  const quiet = compareRun(
    sampleRun({ control: true, id: '20260825T021400Z-9b1c', startedAt: '2026-08-25T02:14:00.000Z' }),
  );
  const compared = sampled(record, { controls: [quiet], history: [], waivers: [waiver] });
  const logs = compared.comparison.logs.map((log) => (log.example.trace ? { ...log, suspects } : log));
  return { record, comparison: { ...compared.comparison, logs, commits } };
}

/** The last of so many nights, each a little slower than the one before, and built in another way now and then. */
export function afterNights(count = 20): Sample {
  let history: readonly Comparison[] = [];
  const { record } = regressions(5);
  const of = (night: number): RunRecord => {
    const slower = (seconds: number) => seconds * (1 + night / 20);
    const phases = (track: Track) =>
      record.phases[track].map(({ name, seconds }) => ({ name, seconds: slower(seconds) }));
    const built = record.builds.next;
    return {
      ...record,
      id: `night-${night}`,
      startedAt: new Date(Date.UTC(2026, 7, 1 + night, 2)).toISOString(),
      phases: { train: phases('train'), next: phases('next') },
      builds: {
        ...record.builds,
        ...(built && {
          next: { ...built, kind: night % 4 ? 'incremental' : 'full', seconds: slower(night % 4 ? 9 : 70) },
        }),
      },
    };
  };
  for (let night = 0; night < count - 1; night += 1)
    history = [compareRun(of(night), { history }), ...history];
  return sampled(of(count - 1), { history });
}

export function sampled(record: RunRecord, references?: Partial<References>): Sample {
  return { record, comparison: compareRun(record, references) };
}

/** The attempts of a test on train and on next, written as in `sampleAttempts`; `''` is absent. */
export function onBoth(
  test: TestIdentity,
  train: string,
  next: string,
  failure?: SampleFailure,
): readonly Attempt[] {
  return [...sampleAttempts(test, 'train', train, failure), ...sampleAttempts(test, 'next', next, failure)];
}

function passing(count: number): Attempt[] {
  return sampleTests(count).flatMap((test) => onBoth(test, 'p', 'p'));
}

const ordinaryText = 'expect(locator).toHaveText("Saved")';

function badTests(text: string): Attempt[] {
  const failure = {
    message: `Error: ${text}\n\nExpected: "Your edit was saved."\nReceived: "[a1b2c3d4] Caught exception of type TypeError"`,
    trace:
      '    at EditPage.save (suites/browser/edit.spec.ts:41:18)\n    at suites/browser/edit.spec.ts:58:3',
    attachments: [
      { name: `screenshot ${text}`, file: 'next-edit.png', type: 'image/png' },
      { name: 'trace', file: 'trace.zip', type: 'application/zip' },
    ],
  };
  const changed = sampleTest('api', 'lists every extension');
  return [
    onBoth(sampleTest('browser', `saves an edit ${text}`), 'p', 'fff', failure),
    onBoth(sampleTest('browser', 'שומר עריכה בוויקי מימין לשמאל'), 'p', 'fff', {
      message: 'הודעת שגיאה: הדף לא נשמר. Expected "נשמר" but received "שגיאה פנימית"',
    }),
    onBoth(sampleTest('api', 'exports a page with its templates'), 'p', ''),
    sampleAttempts(changed, 'train', 'fff', { message: 'expected 33 extensions, got 32' }),
    sampleAttempts(changed, 'next', 'fff', failure),
    onBoth(sampleTest('http', 'serves a new special page'), '', 'fff'),
    onBoth(sampleTest('browser', 'restores a deleted page'), 'p', 'fpp'),
    onBoth(sampleTest('browser', 'watches a page'), 'fpp', 'p'),
    onBoth(sampleTest('webdriverio', 'shows an old notice'), 'fff', 'fff'),
    onBoth(sampleTest('api', 'purges a thumbnail'), 'fff', 'p'),
    onBoth(sampleTest('http', 'serves a new icon'), '', 'p'),
    onBoth(sampleTest('browser', 'plays a video'), 's', 's'),
  ].flat();
}

function trainLogs(): LogRecord[] {
  return [
    ...sampleLogs('train', 4),
    ...sampleLogs('train', 2, {
      channel: 'DBQuery',
      level: 'warning',
      message: 'Slow query: SELECT page_id FROM page',
    }),
  ];
}

function nextLogs(text: string): LogRecord[] {
  return [
    ...sampleLogs('next', 7, {
      channel: 'exception',
      message: `TypeError: ${text}`,
      exception: {
        class: 'TypeError',
        message: `strlen(): Argument #1 must be of type string, null given ${text}`,
      },
      place: 'includes/editpage/EditPage.php:1423',
      wiki: 'testrtlwiki',
      url: `/w/index.php?title=שיחה&action=submit&x=${text}`,
      test: 'browser › edit.spec.ts › saves an edit',
      requestId: '8f14e45f-ceea-467f-a8f5-2b1c9d0e7a11',
      version: '1.43.11',
      trace:
        '#0 includes/editpage/EditPage.php(1423): strlen()\n#1 includes/actions/SubmitAction.php(41): EditPage->edit()',
    }),
    ...sampleLogs('next', 3, {
      channel: 'deprecated',
      level: 'warning',
      message: 'Use of MediaWiki\\User\\User::getOption was deprecated in MediaWiki 1.35.',
    }),
    ...sampleLogs('next', 5),
  ];
}

function warnings(track: Track, times: number): LogRecord[] {
  return sampleLogs(track, times, { message: 'PHP Warning: Undefined array key "rating"', wiki: 'testwiki' });
}

function sentMails(track: Track): LogRecord[] {
  const subject = 'mail: Password reset on testwiki';
  return sampleLogs(track, 2, { channel: 'mail', level: 'info', message: subject, wiki: 'testwiki' });
}

function faults(text: string): LogRecord[] {
  const [first, ...others] = nextLogs(text).map((record, index) => ({
    ...record,
    ...(record.test && {
      requestId: `8f14e45f-ceea-467f-a8f5-2b1c9d0e7a${10 + index}`,
      step: "an edit by form › Click getByRole('button', { name: 'Save page' }) (2 of 3)",
    }),
  }));
  const slow = sampleLogs('next', 1, { channel: 'rdbms', level: 'warning', message: 'Lock wait took long' });
  return [...(first ? [first] : []), ...others, ...unknownColumn, ...slow];
}

const unknownColumn = sampleLogs('next', 2, {
  channel: 'rdbms',
  message: "Error 1054: Unknown column 'page_rating'",
  exception: {
    class: 'Wikimedia\\Rdbms\\DBQueryError',
    message: "Error 1054: Unknown column 'page_rating'",
  },
});

const waiver: Waiver = {
  task: 'T400001',
  owner: 'releng',
  scope: 'log',
  signature: unknownColumn.map(logSignature)[0] ?? '',
  reason: 'the column comes with the next schema change',
  expires: '2026-09-30',
};

const commits: readonly RepositoryCommits[] = [
  {
    repo: 'mediawiki/core',
    from: '0123456789abcdef0123456789abcdef01234567',
    to: '89abcdef0123456789abcdef0123456789abcdef',
    total: 3,
    commits: [
      {
        commit: 'fedcba9876543210fedcba9876543210fedcba98',
        subject: 'EditPage: Simplify the check of the summary',
        author: 'A. Developer',
        date: '2026-08-25T11:20:00Z',
      },
    ],
  },
];

const suspects: readonly Suspect[] = [
  {
    file: 'includes/editpage/EditPage.php',
    change: 'changed',
    repo: 'mediawiki/core',
    from: '0123456789abcdef0123456789abcdef01234567',
    to: '89abcdef0123456789abcdef0123456789abcdef',
    patches: ['T399999.patch'],
    commits: [
      {
        commit: 'fedcba9876543210fedcba9876543210fedcba98',
        subject: 'EditPage: Simplify the check of the summary',
        author: 'A. Developer',
        date: '2026-08-25T11:20:00Z',
      },
    ],
  },
  {
    file: 'includes/actions/SubmitAction.php',
    change: 'added',
    repo: 'mediawiki',
    to: '1:1.43.11+dfsg-1',
    patches: [],
  },
];
