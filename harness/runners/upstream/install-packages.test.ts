import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../system/command.ts';
import { sentenceOf, unwrap } from '../../testing/unwrap.ts';
import { installPackages, packagesOf } from './install-packages.ts';

test.each([
  ['1.38.0', '7.40.0'],
  ['1.43.9', '7.40.0'],
  ['1.45.1', '9.30.1'],
  ['1.46.0-alpha', '9.30.1'],
  ['1.47.0-wmf.3', '9.30.1'],
  ['next', '9.30.1'],
])('the tests of MediaWiki %s get WebdriverIO %s', (version, webdriverio) => {
  expect(packagesOf(version).packages.webdriverio).toBe(webdriverio);
});

describe('packages', () => {
  const wanted = { packages: { mocha: '10.8.2' }, overrides: {} };
  const { signal } = new AbortController();
  let cache: string;
  let calls: string[];

  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'gm1-packages-'));
    calls = [];
  });

  afterEach(() => rm(cache, { recursive: true }));

  function npm(exitCode: number): Command {
    return {
      run: async (_file, args, options) => {
        calls.push(args.join(' '));
        await mkdir(join(options?.cwd ?? '', 'node_modules'));
        return { exitCode, stdout: '', stderr: 'ENOTFOUND the registry' };
      },
    };
  }

  test('are installed once', async () => {
    const folder = unwrap(await installPackages(wanted, cache, npm(0), signal));
    expect(await readdir(folder)).toEqual(['node_modules', 'package.json']);
    expect(unwrap(await installPackages(wanted, cache, npm(1), signal))).toBe(folder);
    expect(calls).toEqual([expect.stringContaining('install --ignore-scripts')]);
  });

  test('that npm cannot get leave nothing behind', async () => {
    const outcome = await installPackages(wanted, cache, npm(1), signal);
    expect(sentenceOf(outcome)).toContain('could not be installed. ENOTFOUND the registry');
    expect(await readdir(join(cache, 'upstream/packages'))).toEqual([]);
  });
});
