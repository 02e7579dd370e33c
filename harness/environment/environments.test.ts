import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Track } from '../core/track.ts';
import { writeWhole } from '../system/files.ts';
import { type Home, homeAt } from '../system/home.ts';
import { tryLock } from '../system/lock.ts';
import { MemoryEnvironment } from '../testing/memory-environment.ts';
import { MemoryProvider } from '../testing/memory-provider.ts';
import { sampleEnvironment } from '../testing/sample-run.ts';
import { unwrap } from '../testing/unwrap.ts';
import { ensureUp } from './ensure-up.ts';
import { environmentNames, writeRecord } from './environment-files.ts';
import { findRunning, listEnvironments, sweepOrphans, trueState } from './environments.ts';
import type { FoundService } from './provider.ts';
import { serviceNames } from './services.ts';

const all = [...serviceNames];
const clock = { now: () => new Date('2026-11-22T12:00:00.000Z'), seconds: () => 0 };
const never = async () => false;

function found(service: string, state: 'running' | 'stopped' = 'running', environment = 'e'): FoundService {
  return { environment, track: 'next', service, state, image: 'i' };
}

test.each([
  ['every service runs', all.map((name) => found(name)), 'ready'],
  ['one is missing', all.slice(1).map((name) => found(name)), 'degraded'],
  ['one has stopped', [found('edge', 'stopped'), ...all.slice(0, 5).map((name) => found(name))], 'degraded'],
  ['all have stopped', all.map((name) => found(name, 'stopped')), 'stopped'],
  ['there is none', [], 'stopped'],
  ['only another environment runs', all.map((name) => found(name, 'running', 'other')), 'stopped'],
] as const)('when %s the environment is %s', (_case, services, state) => {
  expect(trueState({ name: 'e', track: 'next', state: 'ready' }, services)).toBe(state);
});

test('another track’s services do not count', () => {
  expect(
    trueState(
      { name: 'e', track: 'train', state: 'ready' },
      all.map((name) => found(name)),
    ),
  ).toBe('stopped');
});

async function emptyHome() {
  return homeAt(await mkdtemp(join(tmpdir(), 'gm1-environments-')));
}

test('without a record there is no environment, and the engine is not asked', async () => {
  const provider = new MemoryProvider();
  provider.list = () => Promise.reject(new Error('asked'));
  expect(await listEnvironments({ home: await emptyHome(), provider })).toEqual({
    ok: true,
    value: { records: [], damaged: [] },
  });
});

test('a record that cannot be read is told beside those that can, with its file and what to do', async () => {
  const home = await emptyHome();
  const around = { home, provider: new MemoryProvider() };
  await recordOf(home, 'e', 'train', future);
  await writeWhole(join(home.environments, 'e', 'next', 'record.json'), '{"name": "e"}');
  const failure = {
    what: expect.stringContaining('e/next/record.json'),
    why: expect.stringContaining('track'),
    next: expect.stringContaining('`gm1 down --environment e --track next`'),
  };
  expect(await listEnvironments(around)).toMatchObject({
    value: {
      records: [{ name: 'e', track: 'train' }],
      damaged: [{ name: 'e', track: 'next', failure }],
    },
  });
  expect(await findRunning(around, 'e', 'next')).toMatchObject({ failure });
});

test('suites find their endpoints whatever has become of the file', async () => {
  const demo = await MemoryEnvironment.create();
  unwrap(await ensureUp(demo.around, demo.input('1')));
  const { endpoints, endpointsFile } = unwrap(await findRunning(demo.around, 'demo', 'next'));
  await writeWhole(endpointsFile, '{"wikis"');
  unwrap(await findRunning(demo.around, 'demo', 'next'));
  expect(JSON.parse(await readFile(endpointsFile, 'utf8'))).toEqual(endpoints);
  expect((await stat(endpointsFile)).mode & 0o777).toBe(0o600);
});

test('an environment whose accounts have lost a secret cannot be tested', async () => {
  const demo = await MemoryEnvironment.create();
  const { record } = unwrap(await ensureUp(demo.around, demo.input('1')));
  const file = record.accounts[1]?.passwordFile ?? '';
  await rm(file);
  expect(await findRunning(demo.around, 'demo', 'next')).toMatchObject({
    failure: { what: expect.stringContaining(file) },
  });
});

test('an environment that is not up cannot be tested, and the failure says how to start it', async () => {
  const around = { home: await emptyHome(), provider: new MemoryProvider() };
  expect(await findRunning(around, 'e', 'next')).toMatchObject({
    failure: { kind: 'usage', next: expect.stringContaining('gm1 up --track next --environment e') },
  });
});

test('commands whose process is gone are ended where an environment stays, and are told of', async () => {
  const home = await emptyHome();
  const provider = new MemoryProvider();
  provider.orphanedCommands = ['stays', 'left'].map((environment) => ({
    ...{ environment, track: 'next', service: 'app', command: 'php' },
  }));
  await recordOf(home, 'stays', 'next', future);
  const told = { value: { commands: [{ environment: 'stays', command: 'php' }] } };
  for (const rehearsal of [true, false])
    expect(await sweepOrphans({ home, provider, clock }, rehearsal, never)).toMatchObject(told);
  expect(provider.orphanedCommands).toEqual([]);
});

test('an environment that a living process is making is not swept', async () => {
  const home = await emptyHome();
  const provider = new MemoryProvider();
  provider.services = [found('app', 'running', 'making'), found('app', 'running', 'left')];
  await tryLock(join(home.root, 'locks', 'making', 'next'));
  const dry = await sweepOrphans({ home, provider, clock }, true, never);
  expect(dry).toMatchObject({ value: { environments: ['left'], containers: 1 } });
  expect(provider.services).toHaveLength(2);
  await sweepOrphans({ home, provider, clock }, false, never);
  expect(provider.services.map(({ environment }) => environment)).toEqual(['making']);
});

test.each([
  ['its lease has not expired', '2026-11-22T13:00:00.000Z', never, ['e']],
  ['its lease has expired', '2026-11-22T11:00:00.000Z', never, []],
  ['it was abandoned', '2026-11-22T13:00:00.000Z', async (name: string) => name === 'e', []],
])('what is on record is kept unless it is over: %s', async (_case, expires, isAbandoned, kept) => {
  const home = await emptyHome();
  const provider = new MemoryProvider();
  provider.services = [found('app')];
  const record = { ...sampleEnvironment('next'), name: 'e', lease: { owner: 'o', expires } };
  await writeRecord(home, record, {
    environment: 'e',
    track: 'next',
    scriptPath: '/w',
    wikis: record.wikis,
    accounts: [],
  });
  await sweepOrphans({ home, provider, clock }, true, isAbandoned);
  expect(provider.services).toHaveLength(1);
  await sweepOrphans({ home, provider, clock }, false, isAbandoned);
  expect(provider.services.map(({ environment }) => environment)).toEqual(kept);
  expect(await listEnvironments({ home, provider })).toMatchObject({
    value: { records: kept.map((name) => ({ name })) },
  });
});

async function recordOf(home: Home, name: string, track: Track, expires: string): Promise<void> {
  const record = { ...sampleEnvironment(track), name, lease: { owner: 'o', expires } };
  const endpoints = { environment: name, track, scriptPath: '/w', wikis: [], accounts: [] };
  await writeRecord(home, record, endpoints);
}

const [past, future] = ['2026-11-22T11:00:00.000Z', '2026-11-22T13:00:00.000Z'];

test('an expired environment without services is foreseen by a rehearsal, and goes', async () => {
  const home = await emptyHome();
  const provider = new MemoryProvider();
  await recordOf(home, 'over', 'next', past);
  const around = { home, provider, clock };
  for (const rehearsal of [true, false])
    expect(await sweepOrphans(around, rehearsal, never)).toMatchObject({
      value: { environments: ['over'], containers: 0 },
    });
  expect(await sweepOrphans(around, true, never)).toMatchObject({ value: { environments: [] } });
});

test('an environment stays as long as the lease of one of its tracks', async () => {
  const home = await emptyHome();
  await recordOf(home, 'e', 'train', past);
  await recordOf(home, 'e', 'next', future);
  await sweepOrphans({ home, provider: new MemoryProvider(), clock }, false, never);
  const left = await listEnvironments({ home, provider: new MemoryProvider() });
  expect(left).toMatchObject({ value: { records: [{ track: 'train' }, { track: 'next' }] } });
});

test('an expired environment that somebody works on stays', async () => {
  const home = await emptyHome();
  await recordOf(home, 'e', 'next', past);
  await tryLock(join(home.root, 'locks', 'e', 'next'), 'test');
  expect(await sweepOrphans({ home, provider: new MemoryProvider(), clock }, false, never)).toMatchObject({
    value: { environments: [] },
  });
  expect(await environmentNames(home)).toEqual(['e']);
});

test.each(['record.json', 'lease.json'])(
  'an environment whose %s cannot be read is left alone and said, and the others go',
  async (file) => {
    const home = await emptyHome();
    const provider = new MemoryProvider();
    provider.services = [found('app', 'running', 'damaged'), found('app', 'running', 'over')];
    await recordOf(home, 'damaged', 'next', past);
    await recordOf(home, 'over', 'next', past);
    await writeWhole(join(home.environments, 'damaged/next', file), '{"name"');
    expect(await sweepOrphans({ home, provider, clock }, false, async () => true)).toMatchObject({
      value: { environments: ['over'], notices: [expect.stringContaining(`damaged/next/${file}`)] },
    });
    expect(provider.services.map(({ environment }) => environment)).toEqual(['damaged']);
    expect(await environmentNames(home)).toEqual(['damaged']);
  },
);

test('what a process left that was killed before it wrote a record goes with its secrets', async () => {
  const home = await emptyHome();
  await writeWhole(join(home.environments, 'begun/next/secrets/sysop'), 'secret');
  await sweepOrphans({ home, provider: new MemoryProvider(), clock }, false, never);
  expect(await environmentNames(home)).toEqual([]);
});
