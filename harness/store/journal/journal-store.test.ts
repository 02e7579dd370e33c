import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../system/clock.ts';
import { sampleEvents, testRunStore } from '../../testing/run-store.contract.ts';
import { sampleDefinition, sampleLog, sampleLogs } from '../../testing/sample-run.ts';
import { JournalStore } from './journal-store.ts';
import { parseEvents } from './read-events.ts';
import { systemProcesses } from './writer.ts';

const lineFeed = 10;

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-store-'));
});
afterAll(() => rm(root, { recursive: true }));

async function makeFolder(): Promise<string> {
  return join(await mkdtemp(join(root, 'runs-')), 'runs');
}

testRunStore('JournalStore', async () => new JournalStore(await makeFolder(), systemClock));

const gone = { self: () => systemProcesses.self(), isAlive: async () => false };

/** A store with one whole run, whose writer has gone. */
async function storedRun() {
  const folder = await makeFolder();
  const store = new JournalStore(folder, systemClock, gone);
  const journal = await store.begin(sampleDefinition, false);
  for (const event of sampleEvents) await journal.write(event);
  return { folder, store, id: journal.id, directory: journal.directory };
}

async function readRun(store: JournalStore, id: string) {
  const run = await store.read(id);
  if (!run.ok) throw new Error(run.failure.what);
  return run.value;
}

describe('JournalStore', () => {
  test('names a run after its start in UTC', async () => {
    const clock = { ...systemClock, now: () => new Date('2026-11-22T16:53:51.999Z') };
    const journal = await new JournalStore(await makeFolder(), clock).begin(sampleDefinition, false);
    expect(journal.id).toMatch(/^2026-11-22T16-53-51-[a-z]{3}$/);
  });

  test('keeps builds and environments as files of their own too', async () => {
    const { directory } = await storedRun();
    expect(JSON.parse(await readFile(join(directory, 'train/build.json'), 'utf8'))).toHaveProperty(
      'version',
      '1.43.9',
    );
    expect(JSON.parse(await readFile(join(directory, 'train/environment.json'), 'utf8'))).toHaveProperty(
      'state',
      'ready',
    );
  });

  test('reads a journal that was cut off at any byte as far as it goes', async () => {
    const { directory } = await storedRun();
    const whole = await readFile(join(directory, 'events.ndjson'));
    const { events } = parseEvents(whole.toString('utf8'));
    expect(events).toHaveLength(sampleEvents.length);
    let lines = 0;
    for (let length = 0; length <= whole.length; length += 1) {
      if (whole[length - 1] === lineFeed) lines += 1;
      const read = parseEvents(whole.subarray(0, length).toString('utf8'));
      if (read.events.length !== lines || read.damagedLine)
        expect({ length, read }).toEqual({ length, lines });
    }
  });

  test('calls a run whose journal was cut off interrupted, and keeps its whole lines', async () => {
    const { store, id, directory } = await storedRun();
    const file = join(directory, 'events.ndjson');
    const whole = await readFile(file);
    const afterAttempt = whole.indexOf('suite-finished');
    for (const [length, attempts] of [
      [0, 0],
      [whole.indexOf('expected true'), 0],
      [afterAttempt, 1],
      [whole.length - 1, 1],
    ] as const) {
      await writeFile(file, whole.subarray(0, length));
      expect(await readRun(store, id)).toMatchObject({
        state: 'interrupted',
        attempts: { length: attempts },
      });
    }
    await rm(file);
    expect(await readRun(store, id)).toMatchObject({ state: 'interrupted', attempts: [] });
  });

  test('reads up to a damaged line, says so, and never calls the run finished', async () => {
    const { store, id, directory } = await storedRun();
    const file = join(directory, 'events.ndjson');
    const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(lines.length - 1),
        fc.constantFrom('', '{}', '\0\0', '{"type":"later"}'),
        async (at, garbage) => {
          await writeFile(file, `${lines.with(at, garbage).join('\n')}\n`);
          const run = await readRun(store, id);
          expect(run.state).toBe('interrupted');
          expect(run.notices.at(-1)).toBe(
            `The journal is damaged in line ${at + 1} and was read up to there.`,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test('refuses a record of a newer gm1 with a sentence', async () => {
    const { store, id, directory } = await storedRun();
    const file = join(directory, 'run.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"schema": 1', '"schema": 2'));
    expect(await store.read(id)).toEqual({
      ok: false,
      failure: {
        kind: 'usage',
        what: `${file} was written by a newer gm1 (schema 2; this one reads 1).`,
        next: 'Update gm1 to read it.',
      },
    });
  });

  test.each(['', '{', '{"schema":1}'])('refuses a damaged run.json: %j', async (content) => {
    const { store, id, directory } = await storedRun();
    await writeFile(join(directory, 'run.json'), content);
    expect(await store.read(id)).toMatchObject({ ok: false, failure: { kind: 'infrastructure' } });
    expect(await store.list()).toEqual([]);
  });

  test('refuses a damaged comparison', async () => {
    const { store, id, directory } = await storedRun();
    await writeFile(join(directory, 'comparison.json'), '{"run":1}');
    expect(await store.readComparison(id)).toMatchObject({ ok: false, failure: { kind: 'infrastructure' } });
  });

  test('has no logs of a track when their records are not all there', async () => {
    const folder = await makeFolder();
    const store = new JournalStore(folder, systemClock);
    const journal = await store.begin(sampleDefinition, false);
    await journal.writeLogs(sampleLogs('next', [sampleLog('next'), sampleLog('next')]));
    const file = join(journal.directory, 'next/logs/records.ndjson');
    const whole = await readFile(file);
    for (const length of [0, 10, whole.length / 2, whole.length - 1]) {
      await writeFile(file, whole.subarray(0, length));
      expect((await readRun(store, journal.id)).logs).toEqual({});
    }
    await writeFile(file, whole);
    expect((await readRun(store, journal.id)).logs.next?.records).toHaveLength(2);
    await rm(join(journal.directory, 'next/logs/texts.ndjson'));
    expect((await readRun(store, journal.id)).logs).toEqual({});
    await rm(join(journal.directory, 'next/logs/summary.json'));
    expect((await readRun(store, journal.id)).logs).toEqual({});
  });

  test('reads logs of before the size of their file was noted', async () => {
    const store = new JournalStore(await makeFolder(), systemClock);
    const journal = await store.begin(sampleDefinition, false);
    const folder = join(journal.directory, 'next/logs');
    const record = { ...sampleLog('next'), trace: '#0 {main}' };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'records.ndjson'), `${JSON.stringify(record)}\n`);
    const summary = { requests: 7, unreadable: 1, records: 1 };
    await writeFile(join(folder, 'summary.json'), JSON.stringify(summary));
    const { logs } = await readRun(store, journal.id);
    expect(logs.next).toMatchObject({ track: 'next', requests: 7, unreadable: 1, dropped: 0 });
    expect([...(logs.next?.records ?? [])]).toEqual([record]);
    await writeFile(join(folder, 'summary.json'), JSON.stringify({ ...summary, records: 2 }));
    expect((await readRun(store, journal.id)).logs).toEqual({});
  });

  test.each(['trace', 'test', 'step', 'place'])('keeps each %s once', async (field) => {
    const store = new JournalStore(await makeFolder(), systemClock);
    const journal = await store.begin(sampleDefinition, false);
    const records = Array.from({ length: 100 }, () => sampleLog('next', { [field]: 'x'.repeat(2000) }));
    await journal.writeLogs(sampleLogs('next', records));
    const text = await readFile(join(journal.directory, 'next/logs/records.ndjson'), 'utf8');
    expect(text.length).toBeLessThan(20_000);
    expect([...((await readRun(store, journal.id)).logs.next?.records ?? [])]).toEqual(records);
  });

  test('reads logs of before their texts were called so, and leaves out a text that is not there', async () => {
    const store = new JournalStore(await makeFolder(), systemClock);
    const journal = await store.begin(sampleDefinition, false);
    const record = sampleLog('next', { trace: '#0 {main}' });
    await journal.writeLogs(sampleLogs('next', [record]));
    const texts = join(journal.directory, 'next/logs/texts.ndjson');
    await rename(texts, join(journal.directory, 'next/logs/traces.ndjson'));
    expect([...((await readRun(store, journal.id)).logs.next?.records ?? [])]).toEqual([record]);
    await writeFile(texts, '');
    const { trace: _, ...rest } = record;
    expect([...((await readRun(store, journal.id)).logs.next?.records ?? [])]).toEqual([rest]);
  });

  test('passes by folders that are no runs', async () => {
    const { folder, store, id } = await storedRun();
    await mkdir(join(folder, 'notes'));
    await mkdir(join(folder, '2026-11-22T16-53-51-abc'));
    expect((await store.list()).map((run) => run.id)).toEqual([id]);
    expect(await store.read('2026-11-22T16-53-51-abc')).toMatchObject({
      ok: false,
      failure: { kind: 'usage' },
    });
  });

  test('calls a run interrupted once its writer was killed, and keeps what it had', async () => {
    const folder = await makeFolder();
    const store = new JournalStore(folder, systemClock);
    const writer = spawn(process.execPath, ['--input-type=module', '-e', writerScript(folder)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void writer.kill('SIGKILL'));
    await once(writer.stdout, 'data');
    expect(await store.read('latest')).toMatchObject({ ok: true, value: { state: 'running' } });
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    expect(await store.read('latest')).toMatchObject({
      ok: true,
      value: { state: 'interrupted', notices: ['kept'] },
    });
  });
});

function writerScript(folder: string): string {
  return `
    import { JournalStore } from ${JSON.stringify(join(import.meta.dirname, 'journal-store.ts'))};
    import { systemClock } from ${JSON.stringify(join(import.meta.dirname, '../../system/clock.ts'))};
    const store = new JournalStore(${JSON.stringify(folder)}, systemClock);
    const journal = await store.begin(${JSON.stringify(sampleDefinition)}, false);
    await journal.write({ type: 'notice', text: 'kept' });
    console.log('written');
    setInterval(() => {}, 1000);
  `;
}

describe('systemProcesses', () => {
  test('knows itself as alive', async () => {
    expect(await systemProcesses.isAlive(await systemProcesses.self())).toBe(true);
  });

  test('does not take another process with the same number for the writer', async () => {
    const self = await systemProcesses.self();
    expect(await systemProcesses.isAlive({ ...self, start: 'another boot 1' })).toBe(false);
  });

  test('asks for the number alone where the system tells no start', async () => {
    expect(await systemProcesses.isAlive({ pid: process.pid })).toBe(true);
    expect(await systemProcesses.isAlive({ pid: 2 ** 30 })).toBe(false);
  });
});
