import type { Comparison } from '../../harness/core/comparison.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { sampleComparison, sampleLog, sampleVerdict } from './sample-comparison.ts';
import { sampleBuild, samplePhases, sampleRun } from './sample-run.ts';
import { sampleTest, sampleTests } from './sample-tests.ts';

export interface Sample {
  readonly record: RunRecord;
  readonly comparison: Comparison;
}

/** Text that breaks a report which does not escape it, for every field that comes from a wiki, a test or a log. */
export const hostileText = `<script>alert("1")</script> & 'q' \`b\` | ]]> \u001b[31mred\u001b[0m \u202eevil\u0000 שלום עולם`;

export function allGreen(count = 53): Sample {
  const record = sampleRun();
  const tests = sampleTests(count).map((test) => sampleVerdict(test, 'same-pass', ['p', 'p']));
  const reasons = [`All ${count} tests pass on next as on train, and no log line is new.`];
  return sampled(record, sampleComparison(record, { verdict: 'go', reasons }, tests, [sampleLog('same')]));
}

export function controlRun(): Sample {
  const build = sampleBuild('train');
  const { comparison, record } = allGreen();
  const { train } = record.definition.tracks;
  return {
    comparison,
    record: {
      ...record,
      control: true,
      definition: { ...record.definition, tracks: { train, next: train } },
      builds: { train: build, next: { ...build, track: 'next', kind: 'cached', phases: [], seconds: 0.4 } },
    },
  };
}

/** Of everything something; `many` tests pass besides. */
export function regressions(many = 40, text = ordinaryText): Sample {
  const record = sampleRun({
    notices: [
      'Java was not found, so there is no Allure report. Install a Java runtime and run "gm1 report latest".',
    ],
  });
  const passing = sampleTests(many).map((test) => sampleVerdict(test, 'same-pass', ['p', 'p']));
  const comparison = sampleComparison(
    record,
    {
      verdict: 'no-go',
      reasons: [
        '2 tests regressed.',
        '1 test that ran on train is missing on next.',
        '2 log lines are new on next.',
      ],
    },
    [...badTests(text), ...passing],
    badLogs(text),
  );
  return sampled(record, comparison);
}

export function failedBoot(): Sample {
  const { next: _, ...environments } = sampleRun().environments;
  const record = sampleRun({
    state: 'failed',
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
  });
  const reasons = ['next did not start, so nothing can be said about it.'];
  return sampled(record, sampleComparison(record, { verdict: 'inconclusive', reasons }, []));
}

export function interruptedRun(): Sample {
  const { next: _, ...builds } = sampleRun().builds;
  const record = sampleRun({
    state: 'interrupted',
    builds,
    environments: {},
    logs: {},
    phases: { train: samplePhases('train').slice(0, 3), next: [] },
  });
  const reasons = ['The run was interrupted before a test ran.'];
  return sampled(record, sampleComparison(record, { verdict: 'inconclusive', reasons }, []));
}

function sampled(record: RunRecord, comparison: Comparison): Sample {
  const attempts = comparison.tests.flatMap((test) => [...test.attempts.train, ...test.attempts.next]);
  return { record: { ...record, attempts }, comparison };
}

const ordinaryText = 'expect(locator).toHaveText("Saved")';

function badTests(text: string) {
  const failure = {
    message: `Error: ${text}\n\nExpected: "Your edit was saved."\nReceived: "[a1b2c3d4] Caught exception of type TypeError"`,
    trace:
      '    at EditPage.save (suites/browser/edit.spec.ts:41:18)\n    at suites/browser/edit.spec.ts:58:3',
    attachments: [
      { name: `screenshot ${text}`, file: 'next-edit.png', type: 'image/png' },
      { name: 'trace', file: 'trace.zip', type: 'application/zip' },
    ],
  };
  return [
    sampleVerdict(sampleTest('browser', `saves an edit ${text}`), 'regressed', ['p', 'fff'], failure),
    sampleVerdict(sampleTest('browser', 'שומר עריכה בוויקי מימין לשמאל'), 'regressed', ['p', 'fff'], {
      message: 'הודעת שגיאה: הדף לא נשמר. Expected "נשמר" but received "שגיאה פנימית"',
    }),
    sampleVerdict(sampleTest('api', 'exports a page with its templates'), 'missing', ['p', '']),
    sampleVerdict(sampleTest('api', 'lists every extension'), 'failure-changed', ['fff', 'fff'], failure),
    sampleVerdict(sampleTest('http', 'serves a new special page'), 'new-failing', ['', 'fff']),
    sampleVerdict(sampleTest('browser', 'restores a deleted page'), 'flaky-next', ['p', 'fpp']),
    sampleVerdict(sampleTest('browser', 'watches a page'), 'flaky-train', ['fpp', 'p']),
    sampleVerdict(sampleTest('webdriverio', 'shows an old notice'), 'same-fail', ['fff', 'fff']),
    sampleVerdict(sampleTest('api', 'purges a thumbnail'), 'fixed', ['fff', 'p']),
    sampleVerdict(sampleTest('http', 'serves a new icon'), 'new-passing', ['', 'p']),
    sampleVerdict(sampleTest('browser', 'plays a video'), 'same-skipped', ['s', 's']),
  ];
}

function badLogs(text: string) {
  return [
    sampleLog('new', {
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
      trace: `#0 includes/editpage/EditPage.php(1423): strlen()\n#1 includes/actions/SubmitAction.php(41): EditPage->edit()\n#2 {main}`,
    }),
    sampleLog('new', {
      channel: 'deprecated',
      level: 'warning',
      message: 'Use of MediaWiki\\User\\User::getOption was deprecated in MediaWiki 1.35.',
    }),
    sampleLog('same', { message: 'PHP Warning: Undefined array key "title"' }),
    sampleLog('gone', {
      channel: 'DBQuery',
      level: 'warning',
      message: 'Slow query: SELECT page_id FROM page',
    }),
  ];
}
