import { stat } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { compareRun } from '../comparison/compare-run.ts';
import type { Outcome } from '../core/failure.ts';
import type { CollectedLogs } from '../core/log-record.ts';
import type { RunEventBody, RunRecord } from '../core/run-record.ts';
import type { RunStore } from '../store/store.ts';
import {
  sampleAttempt,
  sampleBuild,
  sampleDefinition,
  sampleEnvironment,
  sampleLog,
  sampleLogs,
  sampleRun,
} from './sample-run.ts';

const exchanged = { exchange: 'train-again', attempt: sampleAttempt('train', 'passed') } as const;

const outage = {
  track: 'next',
  from: '2026-11-22T16:53:50.000Z',
  to: '2026-11-22T16:53:52.000Z',
  failure: { kind: 'infrastructure', what: 'It ended.', why: 'Out of memory.', next: 'Again.' },
} as const;

/** One event of each kind, in the order of a run that went well. */
export const sampleEvents: readonly RunEventBody[] = [
  {
    type: 'run-started',
    run: 'x',
    control: true,
    definition: sampleDefinition,
    host: { cores: 2, memory: 8e9, system: 'Linux' },
  },
  { type: 'phase-started', track: 'next', phase: 'fetch' },
  { type: 'phase-finished', track: 'next', phase: 'fetch', seconds: 2 },
  { type: 'phase-finished', phase: 'compare', seconds: 1 },
  { type: 'built', track: 'train', build: sampleBuild('train') },
  { type: 'environment-ready', track: 'train', environment: sampleEnvironment('train') },
  { type: 'suite-started', track: 'train', suite: 'http', purpose: 'first' },
  {
    type: 'attempt',
    attempt: sampleAttempt('train', 'failed', {
      title: 'לערוך „דף“ \u2028',
      trace: 'at x',
      attachments: [{ name: 'page', file: 'a.png', type: 'image/png' }],
    }),
  },
  { type: 'suite-finished', track: 'train', suite: 'http', purpose: 'first', seconds: 4 },
  { type: 'suite-finished', track: 'train', suite: 'http', purpose: 'first', seconds: 5 },
  { type: 'suite-finished', track: 'train', suite: 'http', purpose: 'confirming', seconds: 3 },
  { type: 'logs-collected', track: 'train', requests: 100, records: 1 },
  {
    type: 'attached',
    track: 'train',
    test: sampleAttempt('train', 'failed', { title: 'לערוך „דף“ \u2028' }).test,
    startedAt: sampleAttempt('train', 'failed').startedAt,
    attachment: { name: 'logs', file: 'b.txt', type: 'text/plain' },
  },
  { type: 'exchanged', ...exchanged },
  { type: 'outage', ...outage },
  { type: 'notice', text: 'A line\nwith a break' },
  { type: 'run-finished' },
];

/** Records may be read when they are asked for. */
function withArrays(run: Outcome<RunRecord>): unknown {
  if (!run.ok) return run;
  const logs = Object.entries(run.value.logs).map(([track, { records, requestList, ...rest }]) => [
    track,
    { ...rest, records: [...records], ...(requestList && { requestList: [...requestList] }) },
  ]);
  return { ...run, value: { ...run.value, logs: Object.fromEntries(logs) } };
}

const broken = { kind: 'infrastructure', what: 'It broke.', why: 'No disk.', next: 'Buy one.' } as const;

/** What every store of runs does. */
export function testRunStore(name: string, makeStore: () => Promise<RunStore>): void {
  describe(`${name} as a store of runs`, () => {
    test('gives back what was written, in order', async () => {
      const store = await makeStore();
      const journal = await store.begin(sampleDefinition, true);
      for (const event of sampleEvents) await journal.write(event);
      const record = {
        ...sampleLog('train'),
        service: 'jobrunner',
        exception: { class: 'TypeError', message: 'x' },
        place: 'a.php:1',
      };
      await journal.writeLogs({ ...sampleLogs('train', [record]), unreadable: 2 });
      expect(withArrays(await store.read(journal.id))).toEqual({
        ok: true,
        value: {
          id: journal.id,
          directory: journal.directory,
          control: true,
          startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
          state: 'finished',
          definition: sampleDefinition,
          host: { cores: 2, memory: 8e9, system: 'Linux' },
          builds: { train: sampleBuild('train') },
          environments: { train: sampleEnvironment('train') },
          attempts: [
            sampleAttempt('train', 'failed', {
              title: 'לערוך „דף“ \u2028',
              trace: 'at x',
              attachments: [
                { name: 'page', file: 'a.png', type: 'image/png' },
                { name: 'logs', file: 'b.txt', type: 'text/plain' },
              ],
            }),
          ],
          logs: { train: { track: 'train', requests: 100, records: [record], unreadable: 2, dropped: 0 } },
          phases: {
            train: [
              { name: 'http', seconds: 4 },
              { name: 'http again', seconds: 5 },
              { name: 'http confirming', seconds: 3 },
            ],
            next: [{ name: 'fetch', seconds: 2 }],
          },
          failures: [],
          exchanged: [exchanged],
          outages: [outage],
          notices: ['A line\nwith a break'],
        },
      });
    });

    test('gives back all that is known of a record and of requests', async () => {
      const store = await makeStore();
      const journal = await store.begin(sampleDefinition, false);
      const logs: CollectedLogs = {
        track: 'next',
        requests: 2,
        requestKinds: { 'page view': 1, edit: 0, api: 1, rest: 0, load: 0, other: 0 },
        requestsByTest: { 'api › edit.spec.ts › saves › api': 2 },
        requestList: [
          {
            time: '2026-11-22T16:53:51.000Z',
            requestId: 'r1',
            wiki: 'testwiki',
            test: 'api › edit.spec.ts › saves › api',
            correlation: 'by time',
            kind: 'page view',
            method: 'GET',
            path: '/wiki/\u2028',
            status: 200,
            seconds: 0.1,
          },
        ],
        records: [1, 2, 3].map((number) => ({
          ...sampleLog('next'),
          requestId: `r${number}`,
          wiki: 'testwiki',
          test: 'api › edit.spec.ts › saves › api',
          correlation: 'exact',
          attempt: { purpose: 'first', startedAt: '2026-11-22T16:53:51.000Z' },
          request: { kind: 'api', method: 'POST', path: '/w/api.php', status: 200, seconds: 0.2 },
          normalizedMessage: '{a}',
          trace: `#0 a.php(${number % 2}): b()\n#1 {main}`,
          url: 'localhost/w/api.php',
          version: '1.43.9',
        })),
        unreadable: 1,
        dropped: 5,
      };
      await journal.writeLogs(logs);
      expect(withArrays(await store.read(journal.id))).toMatchObject({ value: { logs: { next: logs } } });
    });

    test('tells of earlier comparisons in the order asked for, and passes by runs without one', async () => {
      const store = await makeStore();
      const ids: string[] = [];
      for (const _run of [1, 2, 3]) ids.push((await store.begin(sampleDefinition, false)).id);
      const [first = '', , last = ''] = ids;
      for (const id of [first, last]) await store.writeComparison(id, compareRun(sampleRun({ id })));
      const earlier = await store.readEarlier([last, ...ids, 'no run']);
      expect(earlier.map(({ run }) => run)).toEqual([last, first, last]);
      expect(earlier[0]?.tests).toEqual(compareRun(sampleRun({ id: last })).tests);
    });

    test('stamps each event with its time', async () => {
      const journal = await (await makeStore()).begin(sampleDefinition, false);
      expect(await journal.write({ type: 'run-finished' })).toEqual({
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        type: 'run-finished',
      });
    });

    test('keeps the order of events that were not waited for', async () => {
      const store = await makeStore();
      const journal = await store.begin(sampleDefinition, false);
      const texts = Array.from({ length: 30 }, (_, index) => `notice ${index}`);
      await Promise.all(texts.map((text) => journal.write({ type: 'notice', text })));
      const run = await store.read(journal.id);
      expect(run.ok && run.value.notices).toEqual(texts);
    });

    test.each<[string, readonly RunEventBody[], string]>([
      ['running', [{ type: 'notice', text: 'x' }], 'running'],
      ['finished', [{ type: 'run-finished' }], 'finished'],
      [
        'failed',
        [{ type: 'failed', track: 'next', phase: 'build', failure: broken }, { type: 'run-finished' }],
        'failed',
      ],
      [
        'interrupted',
        [{ type: 'failed', phase: 'http', failure: { kind: 'interrupted', what: 'Stopped.', next: 'x' } }],
        'interrupted',
      ],
    ])('calls a run %s', async (_, events, state) => {
      const store = await makeStore();
      const journal = await store.begin(sampleDefinition, false);
      for (const event of events) await journal.write(event);
      const run = await store.read(journal.id);
      expect(run).toMatchObject({ ok: true, value: { state } });
      const summary = { id: journal.id, state, control: false, environment: 'sample' };
      expect(await store.list()).toMatchObject([summary]);
    });

    test('keeps failures with their track and phase', async () => {
      const store = await makeStore();
      const journal = await store.begin(sampleDefinition, false);
      await journal.write({ type: 'failed', track: 'next', phase: 'build', failure: broken });
      await journal.write({ type: 'failed', phase: 'logs', failure: broken });
      const run = await store.read('latest');
      expect(run.ok && run.value.failures).toEqual([
        { track: 'next', phase: 'build', failure: broken },
        { phase: 'logs', failure: broken },
      ]);
    });

    test('lists runs that were begun at once, each under its own id', async () => {
      const store = await makeStore();
      const journals = await Promise.all(
        Array.from({ length: 20 }, () => store.begin(sampleDefinition, false)),
      );
      const ids = journals.map(({ id }) => id);
      expect(new Set(ids).size).toBe(20);
      expect((await store.list()).map(({ id }) => id)).toEqual(ids.toSorted().reverse());
    });

    test('reads the newest run as latest', async () => {
      const store = await makeStore();
      await store.begin(sampleDefinition, false);
      await store.begin(sampleDefinition, false);
      const [newest] = await store.list();
      expect(await store.read('latest')).toMatchObject({ ok: true, value: { id: newest?.id } });
    });

    test.each(['latest', '2026-11-22T16-53-51-abc', '../runs', ''])('has no run %j at first', async (id) => {
      const store = await makeStore();
      expect(await store.list()).toEqual([]);
      expect(await store.read(id)).toMatchObject({ ok: false, failure: { kind: 'usage' } });
      expect(await store.readComparison(id)).toMatchObject({ ok: false, failure: { kind: 'usage' } });
    });

    test('keeps the comparison of a run, and says when there is none yet', async () => {
      const store = await makeStore();
      const { id } = await store.begin(sampleDefinition, false);
      const missing = await store.readComparison(id);
      expect(missing).toMatchObject({
        ok: false,
        failure: { next: expect.stringContaining(`gm1 compare ${id}`) },
      });
      const logs = { train: sampleLogs('train', [sampleLog('train')]), next: sampleLogs('next') };
      const comparison = compareRun(sampleRun({ id, logs }));
      await store.writeComparison(id, comparison);
      expect(await store.readComparison(id)).toEqual({ ok: true, value: comparison });
      expect(await store.readComparison('latest')).toEqual({ ok: true, value: comparison });
    });

    test('makes a folder for the results of each suite of each track', async () => {
      const journal = await (await makeStore()).begin(sampleDefinition, false);
      const folders = await Promise.all([
        journal.resultsDirectory('train', 'http'),
        journal.resultsDirectory('next', 'http'),
        journal.resultsDirectory('next', 'api'),
      ]);
      expect(new Set(folders).size).toBe(3);
      for (const folder of folders) expect((await stat(folder)).isDirectory()).toBe(true);
      expect(await journal.resultsDirectory('train', 'http')).toBe(folders[0]);
    });
  });
}
