import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Failure, failed, interrupted } from '../core/failure.ts';
import { homeAt } from '../system/home.ts';
import { MemoryProvider } from '../testing/memory-provider.ts';
import { sampleEnvironment } from '../testing/sample-run.ts';
import { writeEnvironment } from './environment-files.ts';
import type { Plan } from './provider.ts';
import type { Surroundings } from './surroundings.ts';
import { watchTrack } from './watch-track.ts';

const database = { environment: 'e', track: 'next', service: 'database' } as const;

const untilAborted: Surroundings['pause'] = (_seconds, signal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

/** A track that is up, and a watch whose looks the test orders one by one. */
async function watched(wait: Surroundings['pause'] = untilAborted) {
  const home = homeAt(await mkdtemp(join(tmpdir(), 'gm1-watch-')));
  const provider = new MemoryProvider();
  const plan: Plan = {
    environment: 'e',
    track: 'next',
    volumes: [],
    services: [
      {
        name: 'database',
        image: 'i',
        command: [],
        env: {},
        files: [],
        volumes: {},
        ports: [],
        ready: [],
        after: [],
      },
    ],
  };
  await provider.start(plan, new AbortController().signal);
  const record = { ...sampleEnvironment('next'), name: 'e' };
  const endpoints = { environment: 'e', track: 'next', scriptPath: '/w', wikis: [], accounts: [] } as const;
  await writeEnvironment(home, record, endpoints, plan);
  const outages: Failure[] = [];
  const watch = watchTrack({ home, provider, pause: wait }, 'e', 'next', (outage) => outages.push(outage));
  return { provider, outages, watch };
}

test('a service that has ended is started again, and told of with the reason', async () => {
  const { provider, outages, watch } = await watched();
  provider.stop(database, 'exit code 137');
  await watch[Symbol.asyncDispose]();
  expect(provider.services).toMatchObject([{ service: 'database', state: 'running' }]);
  expect(outages).toMatchObject([
    {
      kind: 'infrastructure',
      what: 'database (exit code 137) of e (next) ended while tests ran, and runs again.',
    },
  ]);
});

test('what runs is not spoken of', async () => {
  const { outages, watch } = await watched();
  await watch[Symbol.asyncDispose]();
  expect(outages).toEqual([]);
});

test('a service that cannot be started again is told of with the cause', async () => {
  const { provider, outages, watch } = await watched();
  provider.stop(database, 'out of memory');
  provider.resume = async () => failed({ kind: 'infrastructure', what: 'No.', next: 'Mend it.' });
  await watch[Symbol.asyncDispose]();
  expect(outages).toMatchObject([{ what: expect.stringContaining('could not'), why: 'No. Mend it.' }]);
});

test('a service that is being started again when the tests end is waited for', async () => {
  const looks = [Promise.resolve()];
  const { provider, outages, watch } = await watched(
    (seconds, signal) => looks.pop() ?? untilAborted(seconds, signal),
  );
  provider.stop(database, 'exit code 137');
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const resume = provider.resume.bind(provider);
  provider.resume = async (plan, signal) => {
    begin();
    await over;
    return signal.aborted ? failed(interrupted) : resume(plan, signal);
  };
  await begun;
  const disposed = watch[Symbol.asyncDispose]();
  end();
  await disposed;
  expect(outages).toMatchObject([{ what: expect.stringContaining('runs again') }]);
});
