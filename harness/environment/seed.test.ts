import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { homeAt } from '../system/home.ts';
import { systemPause } from '../system/pause.ts';
import { MemoryProvider } from '../testing/memory-provider.ts';
import { simulatedTime } from '../testing/simulated-time.ts';
import { lockedEnvironments } from './environment-lock.ts';
import { ensureSeed, type SeedInput, seedKey } from './seed.ts';
import type { Surroundings } from './surroundings.ts';

const input: SeedInput = {
  track: 'next',
  trackImage: { ref: 'gm1/track:1', digest: 'sha256:1' },
  servicesImage: { ref: 'gm1/services:1', digest: 'sha256:2' },
  wikis: [{ dbname: 'testwiki', lang: 'en', shape: 'wikipedia' }],
  signal: new AbortController().signal,
};

async function surroundings(provider: MemoryProvider): Promise<Surroundings> {
  const http = { send: () => Promise.reject(new Error('a seed needs no HTTP')) };
  const home = homeAt(await mkdtemp(join(tmpdir(), 'gm1-seed-')));
  const { clock } = simulatedTime();
  return {
    provider,
    http,
    clock,
    pause: systemPause,
    home,
    isPortFree: async () => true,
    freeBytes: async () => undefined,
    owner: 'me',
  };
}

describe('the key of a seed', () => {
  test('does not depend on the track nor on what the images are called', () => {
    const other = { ...input, track: 'train' as const, trackImage: { ref: 'other', digest: 'sha256:1' } };
    expect(seedKey(other)).toBe(seedKey(input));
  });

  test.each<[string, Partial<SeedInput>]>([
    ['the code', { trackImage: { ref: 'gm1/track:1', digest: 'sha256:other' } }],
    ['the database server', { servicesImage: { ref: 'gm1/services:1', digest: 'sha256:other' } }],
    ['the version that is forced', { forceVersion: '1.43.9' }],
    ['a language', { wikis: [{ dbname: 'testwiki', lang: 'he', shape: 'wikipedia' }] }],
    ['a shape', { wikis: [{ dbname: 'testwiki', lang: 'en', shape: 'commons' }] }],
  ])('changes with %s', (_what, change) => {
    expect(seedKey({ ...input, ...change })).not.toBe(seedKey(input));
  });
});

const ref = `gm1/seed:${seedKey(input)}`;

/** An engine that has the seed. */
function seeded(labels: Readonly<Record<string, string>> = {}): MemoryProvider {
  const provider = new MemoryProvider([ref]);
  provider.snapshots.set(ref, { 'gm1.seed': seedKey(input), ...labels });
  return provider;
}

test('a seed that is there is used', async () => {
  const provider = seeded();
  expect(await ensureSeed(await surroundings(provider), input)).toEqual({
    ok: true,
    value: { ref, absentPersonas: [] },
  });
  expect(provider.started).toEqual([]);
});

test.each<[string, () => MemoryProvider]>([
  ['was made of another seed', () => seeded({ 'gm1.seed': 'other' })],
  ['is no snapshot', () => new MemoryProvider([ref])],
])('a seed whose image %s is said to be changed, and made again', async (_what, engine) => {
  const [provider, notices] = [engine(), [] as string[]];
  const onNotice = (text: string) => void notices.push(text);
  expect(await ensureSeed(await surroundings(provider), { ...input, onNotice })).toMatchObject({ ok: true });
  expect(provider.started).toHaveLength(1);
  expect(provider.snapshots.get(ref)).toMatchObject({ 'gm1.seed': seedKey(input) });
  expect(notices).toEqual([
    `The image ${ref} is not the seed that gm1 made under that name. The seed is made again.`,
  ]);
});

test('a seed that is not there is made of the filled databases and files, and nothing else stays', async () => {
  const provider = new MemoryProvider();
  const commands: string[] = [];
  provider.onExecute = ({ service }, command) => {
    commands.push(`${service}: ${command.join(' ')}`);
    return {};
  };
  expect(await ensureSeed(await surroundings(provider), input)).toEqual({
    ok: true,
    value: { ref, absentPersonas: [] },
  });
  expect(commands).toEqual([
    'app: php multiversion/install-farm.php',
    'database: cp -a /srv/uploads /srv/seed-uploads',
  ]);
  expect(provider.images).toContain(ref);
  expect(provider.services).toEqual([]);
});

test('files that cannot be kept are a failure, and no seed', async () => {
  const provider = new MemoryProvider();
  provider.onExecute = ({ service }) =>
    service === 'database' ? { exitCode: 1, stderr: 'No space left on device' } : {};
  expect(await ensureSeed(await surroundings(provider), input)).toMatchObject({
    failure: { kind: 'infrastructure', why: 'No space left on device' },
  });
  expect(provider.images.size).toBe(0);
});

test('a seed says of which image it was made', async () => {
  const provider = new MemoryProvider();
  await ensureSeed(await surroundings(provider), input);
  expect(provider.snapshots.get(ref)).toMatchObject({ 'gm1.seed-of': 'sha256:1' });
});

test('a persona that the wikis cannot have is known when the seed is made and when it is used', async () => {
  const provider = new MemoryProvider();
  const why = 'the extension OATHAuth is not "there" & costs $1';
  provider.onExecute = () => ({ stdout: `testwiki pages 2.00 s\ntestwiki without twofactor: ${why}\n` });
  const around = await surroundings(provider);
  const made = await ensureSeed(around, input);
  expect(made).toEqual({ ok: true, value: { ref, absentPersonas: [{ persona: 'twofactor', why }] } });
  expect(await ensureSeed(around, input)).toEqual(made);
  expect(provider.started).toHaveLength(1);
});

test('of two that want one seed at once, one makes it and the other waits', async () => {
  const provider = new MemoryProvider();
  const around = await surroundings(provider);
  const seeds = await Promise.all([ensureSeed(around, input), ensureSeed(around, input)]);
  expect(seeds.map(({ ok }) => ok)).toEqual([true, true]);
  expect(provider.started).toHaveLength(1);
});

test('a seed is locked while it is being made, so that nobody sweeps it', async () => {
  const provider = new MemoryProvider();
  const around = await surroundings(provider);
  let locked: readonly string[] = [];
  provider.onExecute = async () => {
    locked = await lockedEnvironments(around.home);
    return {};
  };
  await ensureSeed(around, input);
  expect(locked).toEqual([`seed-${seedKey(input)}`]);
  expect(await lockedEnvironments(around.home)).toEqual([]);
});

test('an image whose wikis cannot be installed is one failure that quotes the log', async () => {
  const provider = new MemoryProvider();
  provider.onExecute = (_target, [program, , script]) =>
    program === 'php'
      ? { exitCode: 1, stderr: 'not installed: testwiki' }
      : { stdout: script?.includes('php.log') ? 'PHP Fatal error: boom\n' : '' };
  const seed = await ensureSeed(await surroundings(provider), input);
  expect(seed).toMatchObject({
    failure: {
      kind: 'infrastructure',
      what: expect.stringContaining('does not boot'),
      why: expect.stringMatching(/exit code 1: php\.log: PHP Fatal error: boom \| not installed: testwiki/),
    },
  });
  expect(provider.services).toEqual([]);
  expect(provider.images.size).toBe(0);
});

test('an interruption while the wikis are installed ends them and keeps no seed', async () => {
  const provider = new MemoryProvider();
  const controller = new AbortController();
  provider.onExecute = () => {
    controller.abort();
    return { exitCode: 137 };
  };
  const seed = await ensureSeed(await surroundings(provider), { ...input, signal: controller.signal });
  expect(seed).toMatchObject({ failure: { kind: 'interrupted' } });
  expect(provider.images.size).toBe(0);
  expect(provider.services).toEqual([]);
});
