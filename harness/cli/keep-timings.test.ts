import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allGreen } from '../../reports/testing/samples.ts';
import { ok } from '../core/failure.ts';
import type { RunStore } from '../store/store.ts';
import { callGm1 } from '../testing/command-call.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-timings-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function reportWith(text: string | undefined) {
  const file = join(folder, 'scap.statsd');
  if (text !== undefined) await writeFile(file, text);
  const { record, comparison } = allGreen(1);
  const directory = join(folder, 'run');
  const store: Partial<RunStore> = {
    read: async () => ok({ ...record, directory }),
    readComparison: async () => ok(comparison),
  };
  return callGm1(['report', 'latest', '--timings', file], {
    services: {
      store: store as RunStore,
      writeReport: async () => ok({ directory, index: 'index.html', notices: [] }),
    },
  });
}

test("lays another tool's times beside the record of the run", async () => {
  const timers = 'scap.l10n-update:46000|ms\n';
  expect(await reportWith(timers)).toMatchObject({ exitCode: 0, stdout: 'index.html\n' });
  expect(await readFile(join(folder, 'run/timings/scap.statsd'), 'utf8')).toBe(timers);
});

test.each<[string, string | undefined, string]>([
  ['is not there', undefined, 'scap.statsd cannot be read. Check the name after --timings.'],
  ['tells no times', 'hello', "scap.statsd tells no times of a build. Give Quibble's quibble-durations.json"],
])('refuses a file that %s', async (_, text, sentence) => {
  const { exitCode, stderr } = await reportWith(text);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(sentence);
});
