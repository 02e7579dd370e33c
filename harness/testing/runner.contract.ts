import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SuiteName } from '../core/definition.ts';
import { type Attempt, type TestIdentity, testName } from '../core/result.ts';
import type { Runner, SuiteJob } from '../runners/runner.ts';
import { FakeWiki } from './fake-wiki.ts';

/** A runner with a suite of its tool that has these tests and visits these paths of the fake wiki. */
export interface RunnerSubject {
  readonly suite: SuiteName;
  readonly runner: Runner;
  /** The shape of wiki that it needs, if not any will do. */
  readonly shape?: string;
  /** What its tool can be told to run; whole files where tests build on each other. */
  readonly chooses?: 'tests' | 'files';
  readonly tests: {
    /** Visits `/first/opens`. */
    readonly opens: TestIdentity;
    /** Its title begins like that of `opens`; visits `/first/opens-twice`. */
    readonly opensTwice: TestIdentity;
    /** Fails, because `/missing` answers 404. */
    readonly missing: TestIdentity;
    /** Has the titles of `opens`, in another file; visits `/second/opens`. */
    readonly opensElsewhere: TestIdentity;
    /** Visits `/held`. */
    readonly waits: TestIdentity;
    readonly skipped: TestIdentity;
  };
}

const abortSeconds = 8;

/** What the run relies on, whatever the test tool. */
export function describeRunner(name: string, subject: RunnerSubject): void {
  const { suite, runner, tests, shape = 'wikipedia', chooses = 'tests' } = subject;

  describe(name, { timeout: 60_000 }, () => {
    let wiki: FakeWiki;
    let folder: string;

    beforeEach(async () => {
      wiki = await FakeWiki.start();
      folder = await mkdtemp(join(tmpdir(), 'gm1-runner-'));
    });

    afterEach(async () => {
      await wiki[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    });

    async function job(choice: Partial<SuiteJob> = {}) {
      const reported: Attempt[] = [];
      const endpointsFile = join(folder, 'endpoints.json');
      const endpoints = { ...wiki.endpoints, wikis: wiki.endpoints.wikis.map((one) => ({ ...one, shape })) };
      await writeFile(endpointsFile, JSON.stringify(endpoints));
      const request: SuiteJob = {
        suite,
        endpoints,
        endpointsFile,
        resultsDirectory: await mkdtemp(join(folder, 'results-')),
        purpose: 'first',
        workers: 2,
        signal: new AbortController().signal,
        onAttempt: (attempt) => reported.push(attempt),
        ...choice,
      };
      return { request, reported };
    }

    test('reports each test of the suite once, with its identity, status and message', async () => {
      const { request, reported } = await job();
      const finished = await runner.run(request);
      expect(finished).toMatchObject({ ok: true, value: { problems: [] } });
      expect(statuses(reported)).toEqual({
        [testName(tests.opens)]: ['passed'],
        [testName(tests.opensTwice)]: ['passed'],
        [testName(tests.missing)]: ['failed'],
        [testName(tests.opensElsewhere)]: ['passed'],
        [testName(tests.waits)]: ['passed'],
        [testName(tests.skipped)]: ['skipped'],
      });
      expect(finished).toMatchObject({ value: { attempts: reported } });
      for (const attempt of reported) {
        expect(attempt).toMatchObject({ track: 'next', purpose: 'first' });
        expect(attempt.seconds).toBeLessThan(30);
        expect(Math.abs(Date.now() - Date.parse(attempt.startedAt))).toBeLessThan(60_000);
      }
      const failure = reported.find(({ status }) => status === 'failed');
      expect(failure?.test).toEqual(tests.missing);
      expect(failure?.message).toMatch(/404/);
    });

    test('runs exactly the tests asked for, beside results that are there already', async () => {
      const first = await job({ only: [tests.missing] });
      await runner.run(first.request);
      expect(statuses(first.reported)).toEqual({ [testName(tests.missing)]: ['failed'] });

      wiki.visits.length = 0;
      const { resultsDirectory } = first.request;
      const second = await job({
        only: [tests.opens, tests.waits],
        purpose: 'confirming',
        resultsDirectory,
      });
      expect(await runner.run(second.request)).toMatchObject({ ok: true, value: { problems: [] } });
      if (chooses === 'tests') expect(wiki.visits.toSorted()).toEqual(['/first/opens', '/held']);
      expect(statuses(second.reported)).toEqual({
        [testName(tests.opens)]: ['passed'],
        [testName(tests.waits)]: ['passed'],
      });
      expect(second.reported.map(({ purpose }) => purpose)).toEqual(['confirming', 'confirming']);
    });

    test.runIf(runner.takes.includes('grep'))(
      'runs what a pattern chooses, in any case, and nothing without complaint when that is nothing',
      async () => {
        const { titlePath } = tests.opensTwice;
        const one = await job({ choice: { grep: `${titlePath.at(-1)?.toUpperCase()}$|not there` } });
        expect(await runner.run(one.request)).toMatchObject({ ok: true, value: { problems: [] } });
        expect(statuses(one.reported)).toEqual({ [testName(tests.opensTwice)]: ['passed'] });
        const none = await job({ choice: { grep: 'not there' } });
        expect(await runner.run(none.request)).toEqual({ ok: true, value: { attempts: [], problems: [] } });
      },
    );

    test('reports an attempt while others still run, and ends soon after the signal with all it started', async () => {
      wiki.hold();
      const controller = new AbortController();
      const { request, reported } = await job({
        only: [tests.opens, tests.waits],
        signal: controller.signal,
      });
      const running = runner.run(request);
      await vi.waitUntil(() => wiki.visits.includes('/held') && reported.length === 1, {
        timeout: 30_000,
        interval: 50,
      });
      const start = performance.now();
      controller.abort();
      expect(await running).toMatchObject({ ok: false, failure: { kind: 'interrupted' } });
      expect(performance.now() - start).toBeLessThan(abortSeconds * 1000);
      expect(reported.map((attempt) => attempt.test)).toEqual([tests.opens]);
      await vi.waitFor(async () => expect(await processesWith(request.resultsDirectory)).toEqual([]), {
        timeout: 3000,
        interval: 100,
      });
    });

    test('fails when it ran no test', async () => {
      const { request, reported } = await job({ only: [{ ...tests.opens, titlePath: ['not there'] }] });
      const finished = await runner.run(request);
      expect(finished).toMatchObject({ ok: false, failure: { kind: 'infrastructure' } });
      expect(finished).toMatchObject({ failure: { what: expect.stringContaining('ran no test') } });
      expect(reported).toEqual([]);
      if (chooses === 'tests') expect(wiki.visits).toEqual([]);
    });
  });
}

function statuses(attempts: readonly Attempt[]): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const { test, status } of attempts) {
    const name = testName(test);
    found[name] = [...(found[name] ?? []), status];
  }
  return found;
}

/** Processes whose environment holds the text: those that a runner started for one job, and their children. */
async function processesWith(text: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '');
      return environment.includes(text) ? await nameOf(id) : [];
    }),
  );
  return found.flat();
}

async function nameOf(id: string): Promise<readonly string[]> {
  const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
  return line ? [`${id} ${line.split('\0').slice(0, 3).join(' ')}`] : [];
}
