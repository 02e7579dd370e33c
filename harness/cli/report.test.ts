import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileText, loggedFaults, regressions, type Sample } from '../../reports/testing/samples.ts';
import { ok } from '../core/failure.ts';
import type { RunStore } from '../store/store.ts';
import { callGm1 } from '../testing/command-call.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-report-'));
});

afterAll(() => rm(folder, { recursive: true }));

function storeOf({ record, comparison }: Sample) {
  const store: Partial<RunStore> = {
    read: async () => ok(record),
    readComparison: async () => ok(comparison),
  };
  return store as RunStore;
}

const report = (sample: Sample, ...args: readonly string[]) =>
  callGm1(['report', 'latest', ...args], { services: { store: storeOf(sample) } });

describe('a finding as a task', () => {
  test('has the fields of a production error task', async () => {
    const { exitCode, stdout } = await report(loggedFaults(), '--finding', '1');
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      `TypeError: strlen(): Argument #1 must be of type string, null given null given

==== Error
* mwversion: 1.43.11 (train: 1.43.9)
* wiki: testrtlwiki
* reqId: 8f14e45f-ceea-467f-a8f5-2b1c9d0e7a10
* URL: /w/index.php?title=שיחה&action=submit&x=null given
* place: includes/editpage/EditPage.php:1423
* channel: exception, error

\`\`\`name=normalized_message,lines=10
TypeError: null given
\`\`\`

\`\`\`name=exception.trace,lines=20
#0 includes/editpage/EditPage.php(1423): strlen()
#1 includes/actions/SubmitAction.php(41): EditPage->edit()
\`\`\`

==== Impact
7 times on next (3.8 per 1000 of 1 866 requests), 0 times on train (0 per 1000 of 1 840 requests); on 1 wiki, by 1 test.
* verdict: new. Only next wrote it: 7 times, 3.8 per 1000 requests.
* first seen: 2026-08-27 02:21:00 UTC
* last seen: 2026-08-27 02:21:06 UTC
* count: 7 on next, 0 on train

==== How to see it
* browser › edit.spec.ts › saves an edit

==== Suspects
* includes/editpage/EditPage.php changed in mediawiki/core, 0123456789 → 89abcdef01; 1 patch: T399999.patch
** fedcba9876 EditPage: Simplify the check of the summary (A. Developer, 2026-08-25)
* includes/actions/SubmitAction.php added in mediawiki, 1:1.43.11+dfsg-1

==== Notes
* found by gm1, run 20260827T021400Z-4f2a, environment group-minus-1: MediaWiki 1.43.9 against MediaWiki 1.43.11
* signature: exception · error · TypeError · TypeError: null given · includes/…/EditPage.php EditPage::edit
`
        .replaceAll('1 866', '1\u202f866')
        .replaceAll('1 840', '1\u202f840'),
    );
  });

  test('follows a template of one’s own', async () => {
    const template = join(folder, 'mine.txt');
    await writeFile(template, 'h1. {{class}} on {{wiki}}\n');
    const { stdout } = await report(loggedFaults(), '--finding', '1', '--template', template);
    expect(stdout).toBe('h1. TypeError on testrtlwiki\n');
  });

  test('is refused when the template is not there or names what is no field', async () => {
    const template = join(folder, 'bad.txt');
    await writeFile(template, '{{colour}}');
    expect(await report(loggedFaults(), '--template', template)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('bad.txt:1:1: {{colour}} is no field'),
    });
    expect(await report(loggedFaults(), '--template', join(folder, 'none.txt'))).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Copy reports/templates/production-error.txt.'),
    });
  });

  test('of a test has its failure', async () => {
    const { stdout } = await report(regressions(), '--finding', '1');
    expect(stdout).toContain('saves an edit');
    expect(stdout).toContain('Expected: "Your edit was saved."');
    expect(stdout).toContain('* verdict: regressed. Next failed 3 of 3');
    expect(stdout).not.toContain('reqId');
  });

  test('holds nothing that a tracker or a terminal would act on', async () => {
    const { stdout } = await report(loggedFaults(`${hostileText} \`\`\` @all`), '--as', 'task');
    expect(stdout).not.toMatch(/[^\P{Cc}\n\t]|\u202e/u);
    expect(stdout.match(/^```/gm)?.length).toBe((stdout.match(/```/g) ?? []).length);
    expect(stdout.split('\n')[0]).not.toContain('@all');
  });
});

describe('findings as JSON', () => {
  test('are all of them, numbered as in the report', async () => {
    const { stdout } = await report(loggedFaults(), '--as', 'json');
    const found = JSON.parse(stdout);
    expect(found.map(({ number }: { number: number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(found[0]).toMatchObject({
      run: '20260827T021400Z-4f2a',
      kind: 'log',
      verdict: 'new',
      counts: { next: 7 },
    });
  });

  test('are one when one is asked for', async () => {
    const { stdout } = await report(loggedFaults(), '--finding', '2', '--as', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ number: 2, verdict: 'raised' });
  });
});

test('findings as lines are records that a log pipeline reads', async () => {
  const { stdout } = await report(loggedFaults(), '--as', 'lines');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(6);
  expect(lines[0]).toEqual({
    '@timestamp': '2026-08-27T02:21:06.000Z',
    ecs: { version: '1.11.0' },
    message: 'TypeError: strlen(): Argument #1 must be of type string, null given null given',
    log: { level: 'error', logger: 'exception' },
    error: {
      type: 'TypeError',
      message: 'strlen(): Argument #1 must be of type string, null given null given',
      stack_trace: expect.stringContaining('#0 includes/editpage'),
    },
    event: {
      kind: 'alert',
      module: 'gm1',
      dataset: 'gm1.log',
      action: 'new',
      reason: 'Only next wrote it: 7 times, 3.8 per 1000 requests.',
    },
    service: { name: 'mediawiki', type: 'mediawiki', version: '1.43.11' },
    url: { original: '/w/index.php?title=שיחה&action=submit&x=null given' },
    http: { request: { id: '8f14e45f-ceea-467f-a8f5-2b1c9d0e7a10' } },
    labels: expect.objectContaining({ finding: '1', gates: 'true', wiki: 'testrtlwiki', count_next: '7' }),
  });
});

test.each(['task', 'json', 'lines'])('no personal data leaves as %s', async (form) => {
  const text = 'by User:Jane Doe\nfrom 203.0.113.7 testwikiSession=0a1b2c jane@example.org';
  const { stdout } = await report(loggedFaults(text), '--as', form);
  expect(stdout).toContain('<user name>');
  expect(stdout).not.toMatch(/Jane|203\.0|0a1b2c|example\.org/i);
});

test.each([
  [['--finding', '7'], /has no finding 7\. It has 6, numbered from 1/],
  [['--finding', '0'], /It is no number of a finding/],
  [['--as', 'mail'], /task, json, lines/],
])('%j is refused', async (args, expected) => {
  const { exitCode, stderr } = await report(loggedFaults(), ...args);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(expected);
});
