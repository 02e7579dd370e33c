import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findChromeDriver, findChromium } from './find-program.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-find-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function program(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, '');
  await chmod(path, 0o755);
  return path;
}

test('the variable comes before the PATH', async () => {
  await program('chromedriver');
  const other = await program('other');
  expect(await findChromeDriver({ PATH: folder, GM1_CHROMEDRIVER: other })).toEqual({
    ok: true,
    value: other,
  });
});

test('the PATH is searched for known names', async () => {
  const path = await program('google-chrome');
  expect(await findChromium({ PATH: `/nowhere:${folder}` })).toEqual({ ok: true, value: path });
});

test('the headless shell comes before other browsers where no window is wanted, and only there', async () => {
  const chromium = await program('chromium');
  const shell = await program('chromium-headless-shell');
  expect(await findChromium({ PATH: folder }, 'headless')).toEqual({ ok: true, value: shell });
  expect(await findChromium({ PATH: folder })).toEqual({ ok: true, value: chromium });
  await rm(shell);
  expect(await findChromium({ PATH: folder }, 'headless')).toEqual({ ok: true, value: chromium });
});

test('a variable that names no program is a failure that says so', async () => {
  await program('chromium');
  const found = await findChromium({ PATH: folder, GM1_CHROMIUM: '/nowhere/chromium' });
  expect(found).toMatchObject({ ok: false, failure: { what: expect.stringContaining('/nowhere/chromium') } });
});

test('a missing driver is a failure that says what to do', async () => {
  const found = await findChromeDriver({ PATH: folder });
  expect(found).toMatchObject({ ok: false, failure: { next: expect.stringContaining('chromium-driver') } });
});
