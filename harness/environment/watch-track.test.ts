import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type Failure, failed, interrupted, ok } from '../core/failure.ts';
import { homeAt } from '../system/home.ts';
import { MemoryProvider } from '../testing/memory-provider.ts';
import { sampleEnvironment } from '../testing/sample-run.ts';
import { writeEnvironment } from './environment-files.ts';
import type { Plan } from './provider.ts';
import type { Away } from './spell.ts';
import type { Surroundings } from './surroundings.ts';
import { watchTrack } from './watch-track.ts';

const database = { environment: 'e', track: 'next', service: 'database' } as const;

/** A minute passes at each look at it. */
function clockOfMinutes() {
  let minutes = 0;
  return {
    now: () => {
      minutes += 1;
      return new Date(Date.UTC(2026, 10, 22, 2, minutes - 1));
    },
    seconds: () => 0,
  };
}

const untilAborted: Surroundings['pause'] = (_seconds, signal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

/** A track that is up, and a watch whose looks the test orders one by one. */
async function watched(
  wait: Surroundings['pause'] = untilAborted,
  freeBytes: Surroundings['freeBytes'] = async () => 1e9,
) {
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
  const aways: (Away | undefined)[] = [];
  const around = { home, provider, pause: wait, clock: clockOfMinutes(), freeBytes };
  const watch = watchTrack(around, 'e', 'next', (outage, away) => {
    outages.push(outage);
    aways.push(away);
  });
  return { provider, outages, aways, watch };
}

test('a service that has ended is started again, and told of with the reason', async () => {
  const { provider, outages, aways, watch } = await watched();
  provider.stop(database, 'exit code 137');
  await watch[Symbol.asyncDispose]();
  expect(provider.services).toMatchObject([{ service: 'database', state: 'running' }]);
  expect(outages).toMatchObject([
    {
      kind: 'infrastructure',
      what: 'database (exit code 137) of e (next) ended while tests ran, and runs again.',
    },
  ]);
  // It was there when the watch began, was missed at one look, and was there again after that.
  expect(aways).toEqual([{ from: '2026-11-22T02:00:00.000Z', to: '2026-11-22T02:02:00.000Z' }]);
});

test('a service was last there at the last look that missed nothing', async () => {
  const looks = [Promise.resolve(), Promise.resolve()];
  const { provider, aways, watch } = await watched(async (seconds, signal) => {
    const look = looks.pop();
    if (looks.length === 0 && look) provider.stop(database, 'exit code 137');
    await (look ?? untilAborted(seconds, signal));
  });
  await vi.waitUntil(() => aways.length > 0);
  await watch[Symbol.asyncDispose]();
  expect(aways).toEqual([{ from: '2026-11-22T02:01:00.000Z', to: '2026-11-22T02:03:00.000Z' }]);
});

test('a disk that was full is told of once, with the time, when it has room again', async () => {
  const looks = Array.from({ length: 4 }, () => Promise.resolve());
  const free = [1e9, 0, 1e6, 1e9];
  const { outages, aways, watch } = await watched(
    (seconds, signal) => looks.pop() ?? untilAborted(seconds, signal),
    async () => free.shift() ?? 1e9,
  );
  await vi.waitUntil(() => aways.length > 0);
  await watch[Symbol.asyncDispose]();
  expect(outages).toMatchObject([
    { kind: 'infrastructure', what: expect.stringMatching(/^The disk of .* was full while tests ran\.$/) },
  ]);
  const [away] = aways;
  expect(away && away.from < away.to).toBe(true);
});

test('a disk that is still full at the end is told of then', async () => {
  const { outages, aways, watch } = await watched(untilAborted, async () => 0);
  await watch[Symbol.asyncDispose]();
  expect(outages).toHaveLength(1);
  expect(aways).toEqual([{ from: '2026-11-22T02:00:00.000Z', to: expect.any(String) }]);
});

test('where nobody can tell the room, no disk is full', async () => {
  const { outages, watch } = await watched(untilAborted, async () => undefined);
  await watch[Symbol.asyncDispose]();
  expect(outages).toEqual([]);
});

test('what runs is not spoken of', async () => {
  const { outages, watch } = await watched();
  await watch[Symbol.asyncDispose]();
  expect(outages).toEqual([]);
});

test('a service that cannot be started again is told of with the cause', async () => {
  const { provider, outages, aways, watch } = await watched();
  provider.stop(database, 'out of memory');
  provider.resume = async () => failed({ kind: 'infrastructure', what: 'No.', next: 'Mend it.' });
  await watch[Symbol.asyncDispose]();
  expect(outages).toMatchObject([{ what: expect.stringContaining('could not'), why: 'No. Mend it.' }]);
  expect(aways).toEqual([undefined]);
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

describe('a service that runs', () => {
  const since = '2026-11-22T01:30:00.000Z';
  const looking = (looks: number): Surroundings['pause'] => {
    let left = looks;
    return (seconds, signal) => (left-- > 0 ? Promise.resolve() : untilAborted(seconds, signal));
  };
  const answers = (...exitCodes: readonly number[]) => {
    const left = [...exitCodes];
    return () => ({ exitCode: left.shift() ?? 0, stdout: '0\nCan not connect' });
  };

  test('is not asked whether it works while nothing fails', async () => {
    const { provider, outages, watch } = await watched(looking(3));
    let asked = 0;
    provider.onExecute = () => ({ exitCode: ++asked });
    await watch[Symbol.asyncDispose]();
    expect({ asked, outages }).toEqual({ asked: 0, outages: [] });
  });

  test('and answers when something failed is not spoken of, nor asked again', async () => {
    const { provider, outages, watch } = await watched(looking(3));
    let asked = 0;
    provider.onExecute = () => ({ exitCode: asked++ });
    watch.doubt(since);
    await vi.waitUntil(() => asked > 0);
    await watch[Symbol.asyncDispose]();
    expect({ asked, outages }).toEqual({ asked: 1, outages: [] });
  });

  test('and does not answer is started again, and told of since what failed began', async () => {
    const { provider, outages, aways, watch } = await watched(looking(3));
    const started: string[] = [];
    provider.onStart = ({ services }) => {
      started.push(...services.map(({ name }) => name));
      return ok(undefined);
    };
    provider.onExecute = answers(1, 1, 0);
    watch.doubt('2026-11-22T01:45:00.000Z');
    watch.doubt(since);
    await vi.waitUntil(() => aways.length > 0);
    await watch[Symbol.asyncDispose]();
    expect(started).toEqual(['database']);
    expect(outages).toMatchObject([
      {
        kind: 'infrastructure',
        what: 'database (Can not connect) of e (next) did not answer while tests ran, and runs again.',
      },
    ]);
    expect(aways).toEqual([{ from: since, to: expect.stringMatching(/^2026-11-22T02:/) }]);
  });

  test('and does not answer when the tests are over is started again then', async () => {
    const { provider, outages, aways, watch } = await watched();
    provider.onExecute = answers(1);
    watch.doubt(since);
    await watch[Symbol.asyncDispose]();
    expect(outages).toMatchObject([
      { what: expect.stringMatching(/did not answer while tests ran, and runs again/) },
    ]);
    expect(aways).toMatchObject([{ from: since }]);
  });

  test('and does not answer even after that is told of as it is', async () => {
    const { provider, outages, aways, watch } = await watched();
    provider.onExecute = () => ({ exitCode: 1, stdout: '0\nCan not connect' });
    watch.doubt(since);
    await watch[Symbol.asyncDispose]();
    expect(outages).toMatchObject([
      {
        what: 'database (Can not connect) of e (next) did not answer while tests ran.',
        next: expect.stringMatching(/gm1 up/),
      },
    ]);
    expect(aways).toMatchObject([{ from: since }]);
  });

  test('and cannot be started again is told of with the cause', async () => {
    const { provider, outages, watch } = await watched(looking(2));
    provider.onExecute = () => ({ exitCode: 1, stdout: '0\n' });
    provider.onStart = () => failed({ kind: 'infrastructure', what: 'No.', next: 'Mend it.' });
    watch.doubt(since);
    await vi.waitUntil(() => outages.length > 0);
    await watch[Symbol.asyncDispose]();
    expect(outages).toMatchObject([
      { what: expect.stringMatching(/did not answer while tests ran, and could not/), why: 'No. Mend it.' },
    ]);
  });
});
