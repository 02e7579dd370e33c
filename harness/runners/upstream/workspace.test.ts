import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from '../../system/files.ts';
import { attachScreenshots } from './screenshots.ts';
import { makeWorkspace } from './workspace.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-workspace-'));
});

afterEach(() => rm(folder, { recursive: true }));

test("lays tests out as in MediaWiki's tree, with the package that core has in it, and is gone at the end", async () => {
  await writeWhole(join(folder, 'core/wdio-mediawiki/Page.js'), '');
  await writeWhole(join(folder, 'echo/specs/echo.js'), '');
  const packages = join(folder, 'packages');
  await mkdir(packages);
  const files = [
    { from: join(folder, 'core/wdio-mediawiki/Page.js'), to: 'tests/selenium/wdio-mediawiki/Page.js' },
    { from: join(folder, 'echo/specs/echo.js'), to: 'extensions/Echo/tests/selenium/specs/echo.js' },
  ];
  {
    await using workspace = await makeWorkspace({ files }, packages);
    expect(await readdir(join(workspace.root, 'extensions/Echo/tests/selenium/specs'))).toEqual(['echo.js']);
    expect(await realpath(join(workspace.root, '../node_modules/wdio-mediawiki/Page.js'))).toBe(
      await realpath(join(workspace.root, 'tests/selenium/wdio-mediawiki/Page.js')),
    );
  }
  expect(await readdir(packages)).toEqual([]);
});

test('a failed test gets its own screenshot', async () => {
  const name = 'Main-page-should-have-%22Log-in%22-link-2026-11-23T00-26-01-644Z.png';
  await writeWhole(join(folder, name), '');
  await writeWhole(join(folder, 'Other-page-2026-11-23T00-26-01-644Z.png'), '');
  const test = {
    suite: 's',
    file: 'f.js',
    project: 's',
    titlePath: ['Main page', 'should have Log in link'],
  };
  const ended = { test, status: 'failed' as const, start: 0, seconds: 1 };
  expect(attachScreenshots(ended, folder).files).toEqual([
    { name: 'screenshot', type: 'image/png', path: join(folder, name) },
  ]);
  expect(attachScreenshots({ ...ended, status: 'passed' }, folder).files).toBeUndefined();
});
