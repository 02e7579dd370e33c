import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EarlierRun } from '../../core/comparison.ts';
import { systemClock } from '../../system/clock.ts';
import { sampleComparison } from '../../testing/sample-comparison.ts';
import { sampleDefinition } from '../../testing/sample-run.ts';
import { JournalStore } from './journal-store.ts';
import { systemProcesses } from './writer.ts';

let folder: string;
let store: JournalStore;
let isWriterAlive: boolean;
const known = () => join(folder, 'known.json');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-known-'));
  isWriterAlive = false;
  const processes = { self: () => systemProcesses.self(), isAlive: async () => isWriterAlive };
  store = new JournalStore(folder, systemClock, processes);
});

afterEach(() => rm(folder, { recursive: true }));

async function begin() {
  const journal = await store.begin(sampleDefinition, false);
  await journal.write({ type: 'notice', text: 'begun' });
  return journal;
}

const states = async () => (await store.list()).map(({ state }) => state);

async function compared(id: string, status: 'passed' | 'failed') {
  const comparison = sampleComparison(id, status);
  await store.writeComparison(id, comparison);
  return comparison;
}

/** What is read of it when it is asked for, too. */
const whole = (runs: readonly EarlierRun[]) =>
  runs.map(({ run, counts, tests, logs }) => ({ run, counts, tests, logs }));

/** Writes something else into what is known, so that it shows when that was trusted. */
async function plant(from: string, to: string): Promise<void> {
  const text = await readFile(known(), 'utf8');
  expect(text).toContain(from);
  await writeFile(known(), text.replaceAll(from, to));
}

describe('the state of a run', () => {
  test('is known once nothing happens in it any more', async () => {
    const journal = await begin();
    await journal.write({ type: 'run-finished' });
    expect(await states()).toEqual(['finished']);
    await plant('"finished"', '"failed"');
    expect(await states()).toEqual(['failed']);
  });

  test('is read anew when more has happened', async () => {
    const journal = await begin();
    expect(await states()).toEqual(['interrupted']);
    await journal.write({ type: 'run-finished' });
    expect(await states()).toEqual(['finished']);
  });

  test('of a run that goes on is not kept: it ends without a word when its process is killed', async () => {
    isWriterAlive = true;
    await begin();
    expect(await states()).toEqual(['running']);
    isWriterAlive = false;
    expect(await states()).toEqual(['interrupted']);
  });

  test.each(['', '{"version":1,"runs":', '{"version":2,"runs":{}}', '[]'])(
    'is read where %j is known',
    async (text) => {
      await begin();
      await writeFile(known(), text);
      expect(await states()).toEqual(['interrupted']);
    },
  );

  test('is told also where nothing can be kept', async () => {
    await begin();
    await mkdir(`${known()}.${process.pid}.part`, { recursive: true });
    expect(await states()).toEqual(['interrupted']);
  });

  test('is forgotten with its run', async () => {
    const gone = await begin();
    await states();
    await rm(join(folder, gone.id), { recursive: true });
    await begin();
    await states();
    expect(await readFile(known(), 'utf8')).not.toContain(gone.id);
  });
});

describe('an earlier run', () => {
  test('says what its comparison says', async () => {
    const { id } = await begin();
    const { run, counts, tests, logs } = await compared(id, 'failed');
    for (const _time of [1, 2])
      expect(whole(await store.readEarlier([id]))).toEqual([{ run, counts, tests, logs }]);
  });

  test('is known by what was read of it, its tests not even looked at', async () => {
    const { id } = await begin();
    await compared(id, 'passed');
    await plant('"verdict":"', '"verdict":"no-go","was":"');
    expect(await store.readEarlier([id])).toMatchObject([{ gate: { verdict: 'no-go' } }]);
  });

  test('is read anew when another process has compared it', async () => {
    const { id } = await begin();
    const { run, counts, tests, logs } = await compared(id, 'failed');
    const text = await readFile(join(folder, id, 'comparison.json'), 'utf8');
    await compared(id, 'passed');
    await writeFile(join(folder, id, 'comparison.json'), text);
    expect(whole(await store.readEarlier([id]))).toEqual([{ run, counts, tests, logs }]);
  });
});
