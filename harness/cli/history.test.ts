import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compareRun } from '../comparison/compare-run.ts';
import { failed, ok } from '../core/failure.ts';
import { useRuns } from '../store/index/use-runs.ts';
import { JournalStore } from '../store/journal/journal-store.ts';
import { callGm1 } from '../testing/command-call.ts';
import { nightRecord, type RecordedNight } from '../testing/night-rows.ts';
import { sampleDefinition } from '../testing/sample-run.ts';
import { unwrap } from '../testing/unwrap.ts';
import { writeRun } from '../testing/write-run.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gm1-history-'));
});

afterEach(() => rm(home, { recursive: true }));

const [good, bad] = ['1'.repeat(40), '2'.repeat(40)];
const passed = { train: ['passed'], next: ['passed'] } as const;
const regressed = { train: ['passed'], next: ['failed', 'failed', 'failed'] } as const;
const flaky = { train: ['passed'], next: ['failed', 'passed'] } as const;

/** Of November 2026, two o'clock; the train is cut on the 3rd, the 10th and the 17th, at three. */
const november: readonly RecordedNight[] = [
  { day: 1, tests: { 'saves an edit': passed, 'moves a page': passed }, logs: {}, commit: good },
  { day: 2, tests: { 'saves an edit': regressed, 'moves a page': flaky }, logs: {}, commit: good },
  { day: 3, tests: { 'saves an edit': passed, 'moves a page': passed }, logs: {}, commit: good },
  { day: 5, tests: { 'saves an edit': regressed, 'moves a page': passed }, logs: { next: 2 }, commit: bad },
  { day: 6, tests: { 'saves an edit': regressed, 'moves a page': passed }, logs: { next: 1 }, commit: bad },
];

async function record(nights: readonly RecordedNight[]): Promise<void> {
  for (const night of nights) {
    const run = nightRecord(night);
    const clock = { now: () => new Date(run.startedAt), seconds: () => 0 };
    const store = new JournalStore(join(home, 'runs'), clock);
    const { id } = await writeRun(store, run);
    await store.writeComparison(id, compareRun(unwrap(await store.read(id))));
  }
}

function gm1(...args: readonly string[]) {
  return callGm1(args, {
    services: {
      clock: { now: () => new Date('2026-11-07T00:00:00Z'), seconds: () => 0 },
      loadDefinition: async (name) =>
        name === 'sample'
          ? ok({ ...sampleDefinition, file: join(home, 'sample.yaml') })
          : failed({ kind: 'usage', what: `There is no environment ${name}.`, next: 'Name another.' }),
      withIndex: (options, use) =>
        useRuns({ kind: 'file', path: join(home, 'index.sqlite') }, join(home, 'runs'), options, use),
      filesOf: async () => undefined,
      commitsBetween: async ({ from }) =>
        ok(
          from === good
            ? [{ commit: bad, subject: 'Break it', author: 'A', date: '2026-11-04T12:00:00+01:00' }]
            : [],
        ),
    },
  });
}

const history = (...args: readonly string[]) => gm1('history', '-e', 'sample', ...args);
const sentence = async (...args: readonly string[]) => {
  const { exitCode, stderr } = await history(...args);
  expect(exitCode).toBe(2);
  return stderr;
};

describe('gm1 history of a test', () => {
  test('says when it became red, what differs since it was green and which train it would meet', async () => {
    await record(november);
    const { exitCode, stdout } = await history('saves an');
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/run 2026\S+-[a-z]{3}/g, 'run ID')).toMatchInlineSnapshot(`
      "http › read.yaml › saves an edit › http
      A test of sample. It is red since 2026-11-05. It regressed again: it was red on 2026-11-02.
      It was found before the test wikis had it.

        runs        .x.xx
        first seen  2026-11-01 02:00 UTC, run ID, build build-1
        last green  2026-11-03 02:00 UTC, run ID, build build-3
        first bad   2026-11-05 02:00 UTC, run ID, build build-5
        last good   2026-11-03 02:00 UTC, run ID, build build-3
        red         3 nights, 3 of 5 runs
        flaky       0 of 2 runs (0 %, 0 % to 66 %) on next; 0 of 5 runs (0 %, 0 % to 43 %) on train
        takes       1.0 s (p90 1.0 s) in the newest 2 green runs; ×1.00 of train
        found       0.0 s after its build was begun, at most 15 h after it was merged
        train       test wikis 2026-11-10 03:00 UTC, 5 d 1 h later
                    group0 2026-11-10 18:00 UTC, 5 d 16 h later
                    group1 2026-11-11 18:00 UTC, 6 d 16 h later
                    group2 2026-11-12 09:00 UTC, 7 d 7 h later
        (. green, x red, = on both tracks, f flaky, ? not known; newest at the end)

      Between the last good build and the first bad one:
      from: 1.43.11 (build build-3)
      to: 1.43.11 (build build-5)

      MediaWiki 1.43.11: 1 repository differs.

      mediawiki/core: 1111111111 → 2222222222, 1 commit
        2222222222 Break it (2026-11-04)

      "
    `);
  });

  test('is the same as JSON', async () => {
    await record(november);
    const { stdout } = await history('saves an', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'test',
      name: 'http › read.yaml › saves an edit › http',
      environment: 'sample',
      state: 'red',
      runs: 5,
      red: { runs: 3, nights: 3 },
      isAgain: true,
      firstSeen: { build: 'build-1' },
      lastGreen: { build: 'build-3' },
      episodes: [
        { firstBad: { build: 'build-2' }, fixed: { build: 'build-3' }, redRuns: 1 },
        { firstBad: { build: 'build-5' }, lastGood: { build: 'build-3' }, redRuns: 2 },
      ],
      flakes: { next: { runs: 2, flaky: 0 } },
      lead: { caught: 'before', cameIn: { earliest: '2026-11-04T11:00:00.000Z' } },
      suspects: { versions: [{ repositories: [{ commits: { added: [{ subject: 'Break it' }] } }] }] },
      nights: { length: 5 },
    });
  });

  test('goes by the calendar beside the definition', async () => {
    await record(november);
    await writeFile(join(home, 'train-calendar.yaml'), 'cut: Thursday 02:00\ngroups: { all wikis: 1 }\n');
    const { stdout } = await history('saves an', '--json');
    expect(JSON.parse(stdout).lead.trains).toEqual([
      {
        cut: '2026-11-05T02:00:00.000Z',
        groups: [{ name: 'all wikis', at: '2026-11-05T03:00:00.000Z', lead: 3600 }],
      },
    ]);
    await writeFile(join(home, 'train-calendar.yaml'), 'cut: 5\n');
    expect(await sentence('saves an')).toMatch(/train-calendar\.yaml:1:6: cut: expected a day of the week/);
  });

  test('of a definition that is gone asks its runs all the same', async () => {
    await record([{ day: 1, tests: { 'saves an edit': passed }, environment: 'gone' }]);
    expect((await gm1('history', '-e', 'gone', 'saves an edit')).stdout).toContain(
      'A test of gone. It is green.',
    );
  });
});

test('gm1 history of a log line says when it came and went', async () => {
  await record([...november, { day: 7, logs: {}, tests: { 'saves an edit': passed } }]);
  const { stdout } = await history('Something broke');
  expect(stdout).toContain('error · error · Something broke\nA log line of sample. It is green.\n');
  expect(stdout).toContain('  runs        ...xx.\n');
  expect(stdout).not.toContain('flaky   ');
});

test('gm1 history of a failure says in which runs tests failed with it', async () => {
  await record(november);
  expect((await history('expected true')).stdout).toContain(
    'A failure of sample. It is red since 2026-11-05. It regressed again: it was red on',
  );
});

describe('what is asked for', () => {
  test('is listed when several names have it', async () => {
    await record(november);
    const text = await sentence('read.yaml');
    expect(text).toContain(
      '2 names have "read.yaml" in them:\n  test: http › read.yaml › moves a page › http\n',
    );
  });

  test('is guessed when it is misspelt', async () => {
    await record(november);
    expect(await sentence('savse an edit')).toBe(
      'gm1: No test, log line or failure on record has "savse an edit" in its name. Did you mean http › read.yaml › saves an edit › http?\n',
    );
    expect(await sentence('something else entirely')).toContain('Copy a name from a report');
  });

  test.each([
    [[], /A test, a signature or a month is needed/],
    [['x', '--month', '2026-11'], /A month has no test of its own/],
    [['--month', '2026-13'], /"2026-13" is no month\. Write it as 2026-11/],
  ])('%j is refused with a sentence', async (args, expected) => {
    expect(await sentence(...args)).toMatch(expected);
  });

  test('needs a run on record', async () => {
    expect(await sentence('x')).toBe('gm1: There is no run of sample on record. Make one with "gm1 run".\n');
    await record([{ day: 1, environment: 'other' }]);
    expect(await sentence('x')).toContain('There are runs of other: name one with --environment.');
    expect((await gm1('history', '-e', 'a/b.yaml', 'x')).stderr).toContain(
      'There is no environment a/b.yaml.',
    );
  });
});

describe('gm1 history --month', () => {
  test('counts what was found before the test wikis had it', async () => {
    await record(november);
    const { stdout } = await history('--month', '2026-11');
    expect(stdout).toMatchInlineSnapshot(`
      "2026-11, sample: 5 runs (3 no-go, 2 inconclusive).
      Found: 3 findings of 2 builds.
        caught before the test wikis     3 findings of 2 builds
        found after they had it          0 findings of 0 builds
        not known                        0 findings of 0 builds

      2026-11-02 02:00 UTC  test: http › read.yaml › saves an edit › http
        red in 1 run; fixed 2026-11-03; test wikis 25 h later

      2026-11-05 02:00 UTC  log line: error · error · Something broke
        red in 2 runs; not fixed; test wikis 5 d 1 h later

      2026-11-05 02:00 UTC  test: http › read.yaml › saves an edit › http
        regressed again; red in 2 runs; not fixed; test wikis 5 d 1 h later
      "
    `);
  });

  test('is the same as JSON', async () => {
    await record(november);
    const { stdout } = await history('--month', '2026-11', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      month: '2026-11',
      gates: { 'no-go': 3 },
      findings: { before: 3, after: 0, unsure: 0 },
      builds: { before: 2, after: 0, unsure: 0 },
      finds: [
        { kind: 'test', firstBad: { build: 'build-2' }, isAgain: false, redRuns: 1 },
        { kind: 'log', lead: { caught: 'before' } },
        { kind: 'test', isAgain: true },
      ],
    });
  });

  test('of a month without a finding says so', async () => {
    await record(november);
    expect((await history('--month', '2026-10')).stdout).toBe(
      '2026-10, sample: 0 runs.\nNo regression was found.\n',
    );
  });
});

describe('gm1 flakes', () => {
  test('lists flaky tests with their rate and how sure it is', async () => {
    await record(november);
    expect((await gm1('flakes', '-e', 'sample')).stdout).toMatchInlineSnapshot(`
      "1 test of sample was flaky in the last 30 days (5 runs).

      NEXT (95 % INTERVAL)               TRAIN                           TEST
      1 of 5 runs (20 %, 3.6 % to 62 %)  0 of 5 runs (0 %, 0 % to 43 %)  http › read.yaml › moves a page › http
      "
    `);
    const { stdout } = await gm1('flakes', '-e', 'sample', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      environment: 'sample',
      days: 30,
      runs: 5,
      tests: [{ name: 'http › read.yaml › moves a page › http', next: { runs: 5, flaky: 1, rate: 0.2 } }],
    });
  });

  test('looks at the days that were asked for', async () => {
    await record(november);
    expect((await gm1('flakes', '-e', 'sample', '--days', '3')).stdout).toBe(
      'No test of sample was flaky in the last 3 days (2 runs).\n',
    );
    expect((await gm1('flakes', '--days', '0')).stderr).toContain('It is no number of days.');
  });
});

describe('gm1 index', () => {
  test('says what it read, and what it could not', async () => {
    await record(november.slice(0, 3));
    const first = await gm1('index');
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toBe(
      `${join(home, 'index.sqlite')} knows 3 runs: read 3 new or changed runs in 0.0 s.\n`,
    );
    expect(JSON.parse((await gm1('index', '--json')).stdout)).toEqual({
      index: join(home, 'index.sqlite'),
      runs: 3,
      read: 0,
      forgotten: 0,
      unreadable: [],
      seconds: 0,
    });
    expect((await gm1('index', '--whole')).stdout).toContain('read 3 new or changed runs');
    const [run = ''] = await readdir(join(home, 'runs'));
    await writeFile(join(home, 'runs', run, 'run.json'), '{');
    const damaged = await gm1('index');
    expect(damaged.stdout).toContain('read 0 new or changed runs, could not read 1 in 0.0 s');
    expect(damaged.stderr).toContain('run.json cannot be read.');
  });
});
