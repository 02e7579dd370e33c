import { appendFile, cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareRun } from '../../comparison/compare-run.ts';
import { ok } from '../../core/failure.ts';
import { parseJson } from '../../system/parse-json.ts';
import { nightRecord, type RecordedNight } from '../../testing/night-rows.ts';
import { sentenceOf, unwrap } from '../../testing/unwrap.ts';
import { writeRun } from '../../testing/write-run.ts';
import { JournalStore } from '../journal/journal-store.ts';
import { systemProcesses } from '../journal/writer.ts';
import type { RunIndex } from './run-index.ts';
import type { IndexUpdate } from './update-index.ts';
import { useRuns } from './use-runs.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-update-'));
});
afterAll(() => rm(root, { recursive: true }));

/** A folder of runs with an index beside it. */
class Records {
  readonly folder: string;
  readonly index: string;

  constructor(home: string) {
    this.folder = join(home, 'runs');
    this.index = join(home, 'index.sqlite');
  }

  static async create(): Promise<Records> {
    return new Records(await mkdtemp(join(root, 'home-')));
  }

  /** Writes a run and its comparison; gives its directory. */
  async record(night: RecordedNight): Promise<string> {
    const record = nightRecord(night);
    const clock = { now: () => new Date(record.startedAt), seconds: () => 0 };
    const store = new JournalStore(this.folder, clock, systemProcesses);
    const { id, directory } = await writeRun(store, record);
    await store.writeComparison(id, compareRun(unwrap(await store.read(id))));
    return directory;
  }

  ask<T>(use: (index: RunIndex, update: IndexUpdate) => Promise<T>, whole = false) {
    const options = { whole, signal: new AbortController().signal };
    const place = { kind: 'file', path: this.index } as const;
    return useRuns(place, this.folder, options, async (...asked) => ok(await use(...asked)));
  }

  async update(whole = false): Promise<IndexUpdate> {
    return unwrap(await this.ask(async (_index, update) => update, whole));
  }

  /** How each night of a test ended. */
  async states(title: string): Promise<readonly string[]> {
    const states = await this.ask(async (index) => {
      const subject = (await index.subjects()).find(({ name }) => name.includes(title));
      return subject ? (await index.nights(subject, 'sample')).map(({ state }) => state) : [];
    });
    return unwrap(states);
  }
}

const passed = { train: ['passed'], next: ['passed'] } as const;
const regressed = { train: ['passed'], next: ['failed', 'failed', 'failed'] } as const;

describe('updateIndex', () => {
  test('reads what is new or changed, and forgets what is gone', async () => {
    const records = await Records.create();
    const first = await records.record({ day: 1, tests: { edits: passed } });
    await records.record({ day: 2, tests: { edits: passed } });
    expect(await records.update()).toEqual({ read: 2, forgotten: 0, unreadable: [] });
    expect(await records.update()).toEqual({ read: 0, forgotten: 0, unreadable: [] });
    await records.record({ day: 3, tests: { edits: regressed } });
    expect(await records.update()).toMatchObject({ read: 1 });
    const notice = { at: '2026-11-01T05:00:00.000Z', type: 'notice', text: 'one more' };
    await appendFile(join(first, 'events.ndjson'), `${JSON.stringify(notice)}\n`);
    expect(await records.update()).toMatchObject({ read: 1 });
    await rm(first, { recursive: true });
    expect(await records.update()).toEqual({ read: 0, forgotten: 1, unreadable: [] });
    expect(await records.states('edits')).toEqual(['green', 'red']);
    expect(await records.update(true)).toMatchObject({ read: 2 });
  });

  test('goes by the verdicts of the newest comparison', async () => {
    const records = await Records.create();
    const directory = await records.record({ day: 1, tests: { edits: { ...passed, next: [] } } });
    expect(await records.states('edits')).toEqual(['red']);
    await rm(join(directory, 'comparison.json'));
    expect(await records.states('edits')).toEqual(['unknown']);
  });

  test('looks at a run again until it is over', async () => {
    const records = await Records.create();
    const directory = await records.record({ day: 1, tests: { edits: passed } });
    const file = join(directory, 'events.ndjson');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, text.lastIndexOf('{')));
    expect([await records.update(), await records.update()]).toMatchObject([{ read: 1 }, { read: 1 }]);
    await writeFile(file, text);
    expect([await records.update(), await records.update()]).toMatchObject([{ read: 1 }, { read: 0 }]);
  });

  test('passes by what is no run, and names a run that cannot be read', async () => {
    const records = await Records.create();
    const directory = await records.record({ day: 1, tests: { edits: passed } });
    await mkdir(join(records.folder, 'notes'));
    await mkdir(join(records.folder, '2026-11-02T02-00-00-abc'));
    const newer = join(records.folder, '2026-11-03T02-00-00-new');
    await cp(directory, newer, { recursive: true });
    await writeFile(join(newer, 'run.json'), '{"schema":99}');
    const update = await records.update();
    expect(update).toMatchObject({ read: 1, unreadable: [{ run: '2026-11-03T02-00-00-new' }] });
    expect(update.unreadable[0]?.failure.what).toContain('was written by a newer gm1 (schema 99;');
  });

  test('reads a run directory that was cut off at any byte as far as it goes', async () => {
    const records = await Records.create();
    const tests = { edits: passed, moves: regressed };
    const directory = await records.record({ day: 1, tests, logs: { next: 1 } });
    const whole = await records.record({ day: 2, tests });
    const files = ['run.json', 'events.ndjson', 'comparison.json'] as const;
    const contents = new Map<string, Buffer>();
    for (const name of files) contents.set(name, await readFile(join(directory, name)));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (name, share) => {
          const content = contents.get(name) ?? Buffer.of();
          const length = Math.floor(share * (content.length - 1));
          await truncate(join(directory, name), length);
          const update = await records.update();
          const states = [await records.states('edits'), await records.states('moves')];
          await writeFile(join(directory, name), content);
          const cut = content.subarray(0, length).toString();
          // The last byte of a file may be no more than the end of its line.
          const isDamaged = name === 'run.json' && parseJson(cut) === undefined;
          expect(update.unreadable).toHaveLength(isDamaged ? 1 : 0);
          if (name === 'events.ndjson')
            expect(states.map(({ length: nights }) => nights)).toEqual(
              ['edits', 'moves'].map((title) => 1 + Number(hasAttempt(cut, title))),
            );
          if (name === 'comparison.json')
            expect(states).toEqual([
              ['green', 'green'],
              ['red', 'red'],
            ]);
        },
      ),
      { numRuns: 60 },
    );
    await rm(whole, { recursive: true });
    await records.update();
    expect(await records.states('moves')).toEqual(['red']);
  });

  test('an index that is damaged is a failure that says what to do', async () => {
    const records = await Records.create();
    await writeFile(records.index, 'this is no database, and long enough to be taken for one'.repeat(100));
    const sentence = sentenceOf(await records.ask(async () => {}));
    expect(sentence).toContain(`The index ${records.index} is damaged.`);
    expect(sentence).toContain('Remove it: the next "gm1 index" makes it again');
  });

  test('is interrupted between two runs', async () => {
    const records = await Records.create();
    for (const day of [1, 2, 3, 4]) await records.record({ day, tests: { edits: passed } });
    const stop = new AbortController();
    const place = { kind: 'file', path: records.index } as const;
    const options = { signal: stop.signal, onRun: () => stop.abort() };
    const asked = await useRuns(place, records.folder, options, async () => ok(undefined));
    expect(asked).toMatchObject({ ok: false, failure: { kind: 'interrupted' } });
    expect((await records.update()).read).toBeLessThan(4);
  });
});

/** Whether a line with an attempt at the test is whole. */
function hasAttempt(events: string, title: string): boolean {
  const lines = events.split('\n').slice(0, -1);
  return lines.some((line) => line.includes('"attempt"') && line.includes(`"${title}"`));
}
