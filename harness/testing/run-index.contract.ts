import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ok } from '../core/failure.ts';
import type { Subject } from '../history/night.ts';
import type { IndexPlace } from '../store/index/index-place.ts';
import { type Migration, migrations } from '../store/index/migrations.ts';
import { useIndex } from '../store/index/open-index.ts';
import type { RunIndex } from '../store/index/run-index.ts';
import { nightRows, type RecordedNight } from './night-rows.ts';
import { sampleBuild } from './sample-run.ts';
import { sentenceOf, unwrap } from './unwrap.ts';

const environment = 'sample';
const edits = 'http › read.yaml › edits › http';
const broken = 'error · error · Something broke';
const november = { environment, from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' };

const passed = { train: ['passed'], next: ['passed'] } as const;

/** What every database says that may hold the index. */
export function testRunIndex(name: string, makePlace: () => Promise<IndexPlace>): void {
  async function ask<T>(nights: readonly RecordedNight[], use: (index: RunIndex) => Promise<T>): Promise<T> {
    const asked = await useIndex(await makePlace(), async (index) => {
      for (const night of nights) await index.write(nightRows(night));
      return ok(await use(index));
    });
    return unwrap(asked);
  }

  async function subject(index: RunIndex, wanted: string): Promise<Subject> {
    const found = (await index.subjects()).find((each) => each.name === wanted);
    if (!found) throw new Error(`The index knows no ${wanted}.`);
    return found;
  }

  async function nights(of: string, recorded: readonly RecordedNight[]) {
    return ask(recorded, async (index) => index.nights(await subject(index, of), environment));
  }

  describe(`${name} as an index of runs`, () => {
    test('is empty at first, and the next to open it finds what was written', async () => {
      const place = await makePlace();
      const sources = () => useIndex(place, async (index) => ok([...(await index.sources())]));
      expect(unwrap(await sources())).toEqual([]);
      const rows = nightRows({ day: 3, tests: { edits: passed }, source: 'as it was' });
      await useIndex(place, async (index) => ok(await index.write(rows)));
      expect(unwrap(await sources())).toEqual([[rows.run.id, 'as it was']]);
    });

    test('a run takes the place of what was known of it', async () => {
      const recorded = [
        { day: 3, tests: { edits: passed, moves: passed }, source: 'before' },
        { day: 3, tests: { edits: { ...passed, next: ['failed', 'failed', 'failed'] } }, source: 'after' },
      ] as const;
      const known = await ask(recorded, async (index) => ({
        sources: [...(await index.sources()).values()],
        edits: (await index.nights(await subject(index, edits), environment)).map(({ state }) => state),
        moves: await index.nights(await subject(index, 'http › read.yaml › moves › http'), environment),
      }));
      expect(known).toEqual({ sources: ['after'], edits: ['red'], moves: [] });
    });

    test('a run that is forgotten is gone, with the names that only it had', async () => {
      const recorded = [
        { day: 3, tests: { edits: passed } },
        { day: 4, tests: { moves: passed }, logs: { next: 1 }, build: 'other' },
      ] as const;
      const left = await ask(recorded, async (index) => {
        await index.forget([nightRows(recorded[1]).run.id]);
        const names = (await index.subjects()).map((each) => each.name);
        return { names, runs: (await index.sources()).size, build: await index.build('other') };
      });
      expect(left).toEqual({ names: [edits], runs: 1, build: undefined });
    });

    test('tells the nights of a test in order, without control runs and other environments', async () => {
      const told = await nights(edits, [
        { day: 5, tests: { edits: { ...passed, next: ['failed', 'passed'] } } },
        { day: 3, tests: { edits: passed } },
        { day: 4, tests: { edits: { ...passed, next: ['failed', 'failed', 'failed'] } } },
        { day: 6, tests: { edits: { train: ['failed'], next: ['failed'] } } },
        { day: 7, tests: { edits: { train: ['passed'], next: [] } } },
        { day: 8, tests: { edits: { train: ['skipped'], next: ['skipped'] } } },
        { day: 9, tests: { moves: passed } },
        { day: 10, tests: { edits: passed }, control: true },
        { day: 11, tests: { edits: passed }, environment: 'other' },
      ]);
      expect(
        told.map(({ startedAt, state, verdict, gates }) => [startedAt.slice(8, 10), state, verdict, gates]),
      ).toEqual([
        ['03', 'green', 'same-pass', false],
        ['04', 'red', 'regressed', true],
        ['05', 'flaky', 'flaky-next', false],
        ['06', 'known', 'same-fail', false],
        ['07', 'red', 'missing', true],
        ['08', 'unknown', 'same-skipped', false],
      ]);
    });

    test('tells of a night when it was, what was built and how long the test took', async () => {
      const [night] = await nights(edits, [
        { day: 3, tests: { edits: passed }, seconds: { train: 1.25, next: 2.5 } },
      ]);
      expect(night).toEqual({
        run: expect.stringMatching(/^2026-11-03T02-00-00-\w{3}$/),
        startedAt: '2026-11-03T02:00:00.000Z',
        endedAt: '2026-11-03T03:00:00.000Z',
        build: { id: 'build-3', startedAt: '2026-11-03T02:00:00.000Z' },
        state: 'green',
        verdict: 'same-pass',
        gates: false,
        result: { outcomes: { train: 'passed', next: 'passed' }, seconds: { train: 1.25, next: 2.5 } },
      });
    });

    test('a run that was not compared has results without verdicts', async () => {
      const [night] = await nights(edits, [{ day: 3, tests: { edits: passed }, isCompared: false }]);
      expect(night).toMatchObject({ state: 'green', gates: false });
      expect(night).not.toHaveProperty('verdict');
    });

    test('tells the nights of a line of the log', async () => {
      const told = await nights(broken, [
        { day: 3, logs: {} },
        { day: 4, logs: { next: 2 } },
        { day: 5, logs: { train: 2, next: 2 } },
        { day: 6, logs: { train: 2 } },
        { day: 7, tests: { edits: passed } },
        { day: 8, logs: {}, isCompared: false },
      ]);
      expect(told.map(({ state, verdict, counts }) => [state, verdict, counts])).toEqual([
        ['green', undefined, { train: 0, next: 0 }],
        ['red', 'new', { train: 0, next: 2 }],
        ['known', 'same', { train: 2, next: 2 }],
        ['green', 'gone', { train: 2, next: 0 }],
        ['unknown', undefined, { train: 0, next: 0 }],
        ['unknown', undefined, { train: 0, next: 0 }],
      ]);
    });

    test('tells the nights of a failure, whatever test it was of', async () => {
      const told = await nights('expected true', [
        { day: 3, tests: { edits: passed } },
        { day: 4, tests: { edits: { ...passed, next: ['failed', 'failed', 'failed'] } } },
        { day: 5, tests: { moves: { train: ['failed'], next: ['failed'] } } },
        { day: 6, tests: { edits: passed }, state: 'interrupted' },
      ]);
      expect(told.map(({ state, counts }) => [state, counts])).toEqual([
        ['green', { train: 0, next: 0 }],
        ['red', { train: 0, next: 3 }],
        ['known', { train: 1, next: 1 }],
        ['unknown', { train: 0, next: 0 }],
      ]);
    });

    test('finds what held the train in a stretch of time', async () => {
      const bad = { edits: { ...passed, next: ['failed', 'failed', 'failed'] } } as const;
      const recorded = [
        { day: 0, tests: { early: bad.edits } },
        { day: 3, tests: { ...bad, moves: passed }, logs: { next: 1 } },
        { day: 4, tests: bad },
        { day: 5, tests: { controlled: bad.edits }, control: true },
        { day: 31, tests: { late: bad.edits } },
      ];
      const found = await ask(recorded, (index) => index.findings(november));
      expect(found.map(({ kind, name: of }) => [kind, of]).sort()).toEqual([
        ['log', broken],
        ['test', edits],
      ]);
    });

    test('counts the gates of a stretch of time', async () => {
      const bad = { edits: { ...passed, next: ['failed', 'failed', 'failed'] } } as const;
      const recorded = [
        { day: 0, tests: bad },
        { day: 3, tests: bad },
        { day: 4, tests: bad },
        { day: 5, tests: bad, isCompared: false },
      ];
      expect(await ask(recorded, (index) => index.gates(november))).toEqual({ 'no-go': 2, '': 1 });
    });

    test('counts how often tests were flaky on each track', async () => {
      const recorded = [
        { day: 3, tests: { edits: { ...passed, next: ['failed', 'passed'] }, moves: passed } },
        { day: 4, tests: { edits: { train: ['failed', 'passed'], next: ['passed'] } } },
        { day: 5, tests: { edits: { train: ['passed'], next: ['failed', 'failed', 'failed'] } } },
        { day: 31, tests: { edits: { ...passed, next: ['failed', 'passed'] } } },
      ] as const;
      expect(await ask(recorded, (index) => index.flakyTests(november))).toEqual([
        { name: edits, train: { runs: 3, flaky: 1 }, next: { runs: 2, flaky: 1 } },
      ]);
    });

    test('what failed for the machine says nothing of the code', async () => {
      const flaky = nightRows({ day: 4, tests: { edits: { ...passed, next: ['failed', 'passed'] } } });
      const results = flaky.results.map((result) => ({ ...result, verdict: 'spurious' }));
      const told = await ask([{ day: 3, tests: { edits: passed } }], async (index) => {
        await index.write({ ...flaky, results });
        const told = await index.nights(await subject(index, edits), environment);
        return { states: told.map(({ state }) => state), flaky: await index.flakyTests(november) };
      });
      expect(told).toEqual({ states: ['green', 'unknown'], flaky: [] });
    });

    test('what failed while services were away is no first attempt', async () => {
      const recorded = [
        { day: 3, tests: { edits: passed } },
        { day: 4, tests: { edits: { ...passed, next: ['failed', 'passed'] } }, away: true },
      ] as const;
      const request = { environment, before: '2026-11-09', tests: [edits] };
      expect([...(await ask(recorded, (index) => index.earlierAttempts(request)))]).toEqual([
        [edits, { train: 'P-', next: 'P-' }],
      ]);
    });

    test('tells how the first attempts at tests ended in the runs before', async () => {
      const recorded = [
        { day: 3, tests: { edits: passed } },
        { day: 4, tests: { edits: { ...passed, next: ['failed', 'passed'] }, moves: passed, reads: passed } },
        { day: 5, tests: { edits: { train: ['failed', 'passed'], next: ['failed', 'failed', 'failed'] } } },
        { day: 6, tests: { edits: { train: ['skipped'], next: [] }, moves: passed } },
        { day: 7, tests: { edits: passed }, control: true },
        { day: 7, tests: { edits: passed }, environment: 'other' },
        { day: 8, tests: { edits: passed }, state: 'failed' },
        { day: 9, tests: { edits: passed } },
      ] as const;
      const moves = 'http › read.yaml › moves › http';
      const request = { environment, before: '2026-11-09T02:00:00.000Z', tests: [edits, moves, 'unknown'] };
      const told = await ask(recorded, async (index) => ({
        some: [...(await index.earlierAttempts(request))],
        none: (await index.earlierAttempts({ ...request, before: '2026-11-01' })).size,
      }));
      expect(told.some.sort()).toEqual([
        [edits, { train: 'PPF-', next: 'PFF-' }],
        [moves, { train: '-P-P', next: '-P-P' }],
      ]);
      expect(told.none).toBe(0);
    });

    test('gives back a build, and knows the environments by how often they ran', async () => {
      const recorded = [{ day: 3, environment: 'other' }, { day: 4, build: 'a' }, { day: 5 }];
      const told = await ask(recorded, async (index) => ({
        build: await index.build('a'),
        none: await index.build('b'),
        environments: await index.environments(),
      }));
      expect(told).toEqual({
        build: { ...sampleBuild('next'), id: 'a', startedAt: '2026-11-04T02:00:00.000Z' },
        none: undefined,
        environments: ['sample', 'other'],
      });
    });

    test('keeps text of any writing, and thousands of tests of a run', async () => {
      const titles = Array.from({ length: 7500 }, (_, number) => `לערוך „דף“ ${number} 😀 ' " \\`);
      const tests = Object.fromEntries(titles.map((title) => [title, passed]));
      const names = await ask([{ day: 3, tests }], async (index) =>
        (await index.subjects()).map((each) => each.name),
      );
      expect(names.sort()).toEqual(titles.map((title) => `http › read.yaml › ${title} › http`).sort());
    });

    test('a later gm1 migrates it and keeps what is in it, and an earlier one then refuses it', async () => {
      const place = await makePlace();
      await useIndex(place, async (index) => ok(await index.write(nightRows({ day: 3 }))));
      const later: readonly Migration[] = [
        ...migrations,
        async ({ schema }) => {
          await schema
            .alterTable('runs')
            .addColumn('weather', 'text', (column) => column.notNull().defaultTo('fair'))
            .execute();
        },
      ];
      const runs = (index: RunIndex) => index.sources().then(({ size }) => ok(size));
      expect(await useIndex(place, runs, later)).toEqual({ ok: true, value: 1 });
      expect(await useIndex(place, runs, later)).toEqual({ ok: true, value: 1 });
      const refused = sentenceOf(await useIndex(place, runs));
      expect(refused).toMatch(
        /^The index \S+ was written by a newer gm1 \(version 2; this one knows 1\)\. Update gm1/,
      );
    });

    test('a migration that fails leaves it as it was', async () => {
      const place = await makePlace();
      await useIndex(place, async (index) => ok(await index.write(nightRows({ day: 3 }))));
      const broken: Migration = async ({ schema }) => {
        await schema.dropTable('tests').execute();
        throw new Error('It broke.');
      };
      const subjects = (index: RunIndex) => index.subjects().then(ok);
      await expect(useIndex(place, subjects, [...migrations, broken])).rejects.toThrow('It broke.');
      expect(await useIndex(place, subjects)).toEqual({ ok: true, value: [] });
    });

    test('two processes make its tables and write at once, different runs and the same ones', async () => {
      const place = await makePlace();
      await Promise.all([writeInProcess(place, 1, 12), writeInProcess(place, 7, 18)]);
      const days = await useIndex(place, async (index) => {
        const told = await index.nights(await subject(index, edits), environment);
        return ok(told.map(({ startedAt }) => Number(startedAt.slice(8, 10))));
      });
      expect(unwrap(days)).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
    });
  });
}

/** Writes the nights of these days, each run of many tests. */
async function writeInProcess(place: IndexPlace, first: number, last: number): Promise<void> {
  const from = (path: string) => JSON.stringify(join(import.meta.dirname, path));
  const script = `
    import { useIndex } from ${from('../store/index/open-index.ts')};
    import { nightRows } from ${from('night-rows.ts')};
    const passed = { train: ['passed'], next: ['passed'] };
    const others = Object.fromEntries(Array.from({ length: 200 }, (_, number) => ['test ' + number, passed]));
    const done = await useIndex(${JSON.stringify(place)}, async (index) => {
      for (let day = ${first}; day <= ${last}; day += 1)
        await index.write(nightRows({ day, tests: { edits: passed, ...others } }));
      return { ok: true, value: undefined };
    });
    if (!done.ok) throw new Error(JSON.stringify(done.failure));
  `;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
}
