import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Home, homeAt } from '../system/home.ts';
import { pruneFiles } from './prune-files.ts';

const now = new Date('2026-11-22T12:00:00Z');
let home: Home;

beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'gm1-prune-')));
});

afterEach(() => rm(home.root, { recursive: true }));

/** A file, or with a slash at the end a folder with a file of 5 bytes, last used so many hours ago. */
async function make(path: string, hours: number): Promise<void> {
  const full = join(home.root, path);
  const isFolder = path.endsWith('/');
  await mkdir(isFolder ? full : dirname(full), { recursive: true });
  await writeFile(isFolder ? join(full, 'file') : full, '12345');
  const time = new Date(now.getTime() - hours * 3_600_000);
  await utimes(full, time, time);
}

function prune(builds: readonly string[] = [], rehearsal = false) {
  return pruneFiles({ home, now, builds: new Set(builds), rehearsal });
}

async function left(): Promise<readonly string[]> {
  return (await readdir(home.root, { recursive: true })).sort();
}

const month = 30 * 24;

describe('what a killed process left', () => {
  test.each([
    'logs-Ab12cD/',
    'builds/1.json.77.part',
    'cache/layer-Ab12cD/',
    'cache/base-Ab12cD/',
    'cache/audit.part-Ab12cD/',
    'cache/staging/0123456789ab.77.89abcdef.part/',
    'cache/patched/77.89abcdef.part/',
    'cache/l10n/work.part-Ab12cD/',
    'cache/l10n/trees/0123456789abcdef.part-Ab12cD/',
    'cache/debian/sid/current.part',
    'cache/upstream/packages/0123456789ab.part-Ab12cD/',
    'cache/upstream/packages/0123456789ab/work-Ab12cD/',
    'cache/git/trees/core/0123456789012345678901234567890123456789.77.89abcdef.part/',
  ])('%s goes after an hour', async (path) => {
    await make(path, 0.9);
    expect(await prune()).toEqual([]);
    await make(path, 1.1);
    expect(await prune()).toEqual([
      { path: path.replace(/\/$/, ''), bytes: 5, why: 'a process that was killed left it' },
    ]);
    await expect(stat(join(home.root, path))).rejects.toThrow('ENOENT');
  });
});

test('a leftover that is older than a month is found once', async () => {
  await make('cache/staging/0123456789ab.77.89abcdef.part/', month + 1);
  expect(await prune()).toHaveLength(1);
});

describe('what can be made again', () => {
  test.each([
    'cache/staging/0123456789ab/',
    'cache/patched/0123456789ab/',
    'cache/gitinfo/0123456789ab/',
    'cache/debian/sid/0123456789ab/',
    'cache/git/trees/core/0123456789012345678901234567890123456789/',
    'cache/l10n/trees/0123456789abcdef/',
    'cache/l10n/languages/0123456789abcdef.unknown',
  ])('%s goes after thirty days', async (path) => {
    await make(path, month - 1);
    expect(await prune()).toEqual([]);
    await make(path, month + 1);
    expect(await prune()).toMatchObject([{ bytes: 5, why: 'it was not used for 30 days' }]);
    await expect(stat(join(home.root, path))).rejects.toThrow('ENOENT');
  });

  test('stays when it was read since', async () => {
    await make('cache/staging/0123456789ab/', month + 1);
    const written = new Date(now.getTime() - (month + 1) * 3_600_000);
    await utimes(join(home.root, 'cache/staging/0123456789ab'), now, written);
    expect(await prune()).toEqual([]);
  });

  test('stays as the newest tree of a suite', async () => {
    await make('cache/debian/sid/0123456789ab/', 2 * month);
    await make('cache/debian/sid/ba9876543210/', 2 * month);
    await writeFile(join(home.root, 'cache/debian/sid/current'), 'version 1.43.9\ntree 0123456789ab\n');
    expect(await prune()).toMatchObject([{ path: 'cache/debian/sid/ba9876543210' }]);
  });
});

test('what is not known to be either stays, however old it is', async () => {
  const paths = [
    'cache/debian/sid/lists/',
    'cache/debian/sid/lock',
    'cache/git/0123456789abcdef/objects/',
    'cache/staging/notes/',
    'builds/1.json',
    'builds/1.diff',
    'runs/r1/run.json.part',
    'environments/group-minus-1/next/record.json',
  ];
  for (const path of paths) await make(path, 12 * month);
  const before = await left();
  expect(await prune()).toEqual([]);
  expect(await left()).toEqual(before);
});

test('the list of files goes with the image of its build', async () => {
  for (const path of ['builds/1.json', 'builds/1.files.json', 'builds/2.json', 'builds/2.files.json.gz'])
    await make(path, 0);
  expect(await prune(['1'])).toEqual([
    { path: 'builds/2.files.json.gz', bytes: 5, why: 'the image of that build is gone' },
  ]);
  expect(await left()).toEqual(['builds', 'builds/1.files.json', 'builds/1.json', 'builds/2.json']);
});

test('a rehearsal finds the same twice and removes nothing', async () => {
  await make('cache/layer-Ab12cD/', 2);
  await make('cache/staging/0123456789ab/', month + 1);
  const rehearsed = await prune([], true);
  expect(rehearsed).toHaveLength(2);
  expect(await prune([], true)).toEqual(rehearsed);
  expect(await prune()).toEqual(rehearsed);
  expect(await left()).toEqual(['cache', 'cache/staging']);
});

test('a home that is not there has nothing to prune', async () => {
  const nowhere = homeAt(join(home.root, 'nowhere'));
  expect(await pruneFiles({ home: nowhere, now, builds: new Set(), rehearsal: false })).toEqual([]);
});
