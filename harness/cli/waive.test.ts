import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compareRun } from '../comparison/compare-run.ts';
import { loadWaivers } from '../config/waivers-file.ts';
import { ok } from '../core/failure.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { RunStore } from '../store/store.ts';
import { callGm1 } from '../testing/command-call.ts';
import {
  passingAttempts,
  sampleAttempt,
  sampleDefinition,
  sampleLog,
  sampleLogs,
  sampleRun,
} from '../testing/sample-run.ts';
import { unwrap } from '../testing/unwrap.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-waive-'));
  file = join(folder, 'waivers.yaml');
});

afterEach(() => rm(folder, { recursive: true }));

function recorded(): RunRecord {
  const attempts = [
    ...passingAttempts(20),
    sampleAttempt('train', 'passed', { title: 'edits' }),
    ...['Page 1 is not there', 'Permission denied'].map((message) =>
      sampleAttempt('next', 'failed', { title: 'edits', message }),
    ),
  ];
  return sampleRun({
    definition: { ...sampleDefinition, file: join(folder, 'sample.yaml') },
    attempts,
    logs: { train: sampleLogs('train'), next: sampleLogs('next', [sampleLog('next')]) },
  });
}

function waive(...args: readonly string[]) {
  const record = recorded();
  const store: Partial<RunStore> = {
    read: async () => ok(record),
    readComparison: async () => ok(compareRun(record)),
  };
  const clock = { now: () => new Date('2026-11-22T18:00:00Z'), seconds: () => 0 };
  const loadDefinition = async () => ok(record.definition);
  return callGm1(['waive', ...args], { services: { store: store as RunStore, clock, loadDefinition } });
}

const fields = ['--task', 'T1', '--owner', 'releng', '--reason', 'known', '--expires', '2026-12-31'];
const common = { task: 'T1', owner: 'releng', reason: 'known', expires: '2026-12-31' };
const ofLog = { ...common, scope: 'log', signature: 'error · error · Something broke' };

describe('gm1 waive', () => {
  test('waives a log line by its number in the report', async () => {
    const { exitCode, stdout } = await waive('--finding', '2', ...fields);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: [
        'T1 (releng), log, until 2026-12-31: known',
        '  error · error · Something broke',
        `Written to ${file}. Have it reviewed and committed.`,
        '',
      ].join('\n'),
    });
    expect(unwrap(await loadWaivers(file))).toEqual([ofLog]);
  });

  test('waives each failure of a test', async () => {
    await waive('--finding', '1', ...fields);
    const ofTest = { ...common, scope: 'test', test: 'http › read.yaml › edits › http' };
    expect(unwrap(await loadWaivers(file))).toEqual([
      { ...ofTest, signature: 'Page # is not there' },
      { ...ofTest, signature: 'Permission denied' },
    ]);
  });

  test('waives what is named', async () => {
    await waive('--scope', 'log', '--signature', 'a · b', ...fields);
    await waive('--scope', 'test', '--test', 'api › c', '--signature', 'skipped', ...fields);
    expect(unwrap(await loadWaivers(file))).toMatchObject([
      { scope: 'log', signature: 'a · b' },
      { scope: 'test', test: 'api › c', signature: 'skipped' },
    ]);
  });

  test.each([
    ['nothing', [], /needs --task, --owner, --reason, --expires, --scope, --signature \(or --finding/],
    [
      'no owner',
      ['--finding', '2', '--task', 'T1', '--reason', 'x', '--expires', '2026-12-31'],
      /needs --owner\./,
    ],
    ['an empty reason', ['--finding', '2', ...fields, '--reason', ' '], /needs --reason\./],
    ['no test', ['--scope', 'test', '--signature', 'x', ...fields], /needs --test/],
    [
      'a day that has been',
      ['--finding', '2', ...fields, '--expires', '2026-11-21'],
      /must expire on a day to come/,
    ],
    ['a day that is none', ['--finding', '2', ...fields, '--expires', '2026-02-30'], /"2026-02-30" is none/],
    ['a finding that is not there', ['--finding', '9', ...fields], /has no finding 9/],
    ['a scope that is none', ['--scope', 'page', ...fields], /log, test/],
  ])('refuses %s, and writes nothing', async (_, args, expected) => {
    const { exitCode, stderr } = await waive(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(expected);
    expect(unwrap(await loadWaivers(file))).toEqual([]);
  });

  test('does not touch a file with a mistake in it', async () => {
    await writeFile(file, 'waivers:\n  - task: T1\n');
    const { exitCode, stderr } = await waive('--finding', '2', ...fields);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('waivers.yaml:2:5: waivers.0.owner: expected who looks after it, found nothing');
    expect(await readFile(file, 'utf8')).toBe('waivers:\n  - task: T1\n');
  });
});

describe('gm1 waive list', () => {
  test('shows what expires first, and what has', async () => {
    await waive('--scope', 'log', '--signature', 'a', ...fields);
    await writeFile(
      file,
      `${await readFile(file, 'utf8')}  - { task: T0, owner: qte, scope: log, signature: b, reason: x, expires: 2026-11-01 }\n`,
    );
    expect((await waive('list')).stdout).toBe(
      'T0 (qte), log, EXPIRED on 2026-11-01: x\n  b\nT1 (releng), log, until 2026-12-31: known\n  a\n',
    );
  });

  test('says that there is none', async () => {
    expect((await waive('list')).stdout).toBe('There are no waivers.\n');
    expect(JSON.parse((await waive('list', '--json')).stdout)).toEqual([]);
  });
});

test('gm1 waive remove takes away what a task waived', async () => {
  await waive('--scope', 'log', '--signature', 'a', ...fields);
  await waive('--scope', 'log', '--signature', 'b', ...fields);
  expect(await waive('remove', 'T2')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('waivers of T1.'),
  });
  await waive('remove', 'T1', '--signature', 'a');
  expect(unwrap(await loadWaivers(file)).map(({ signature }) => signature)).toEqual(['b']);
  expect((await waive('remove', 'T1')).stdout).toContain(`Removed from ${file}.`);
  expect(unwrap(await loadWaivers(file))).toEqual([]);
});

describe('gm1 waive export and import', () => {
  test('take waivers from one environment to another', async () => {
    await waive('--finding', '1', ...fields);
    await waive('--finding', '2', ...fields);
    const exported = join(folder, 'waivers.json');
    const { stdout } = await waive('export');
    await writeFile(exported, stdout);
    const before = unwrap(await loadWaivers(file));
    await waive('remove', 'T1');
    expect((await waive('import', exported)).exitCode).toBe(0);
    expect(unwrap(await loadWaivers(file))).toEqual(before);
    expect(before).toHaveLength(3);
  });

  test('refuse a file with a mistake in it as a whole', async () => {
    const bad = join(folder, 'bad.json');
    await writeFile(bad, JSON.stringify({ waivers: [ofLog, { ...ofLog, signature: 'x', owner: 7 }] }));
    const { exitCode, stderr } = await waive('import', bad);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/bad\.json:1:\d+: waivers\.1\.owner: expected who looks after it, found 7/);
    expect(unwrap(await loadWaivers(file))).toEqual([]);
    expect(await waive('import', join(folder, 'none'))).toMatchObject({ exitCode: 2 });
  });
});

test.each(['list', 'remove', 'export', 'import'])('waive %s --help shows an example', async (name) => {
  const { exitCode, stdout } = await waive(name, '--help');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Example:\n {2}gm1 waive /);
});
