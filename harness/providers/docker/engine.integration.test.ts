import { createRequire } from 'node:module';
import { afterEach, expect, test, vi } from 'vitest';
import { unwrap } from '../../testing/unwrap.ts';
import { connectEngine } from './engine.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('when the engine at DOCKER_HOST is gone, no other one takes its place', async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/engine.sock');
  expect(await connectEngine()).toMatchObject({
    ok: false,
    failure: { what: expect.stringMatching(/No container engine answers.*DOCKER_HOST/) },
  });
});

test('without DOCKER_HOST the engine on a usual socket is found', async () => {
  vi.stubEnv('DOCKER_HOST', undefined);
  const { version, cpus, memory } = unwrap(await connectEngine());
  expect(version).toMatch(/^\d+\./);
  expect([cpus, memory].every((count) => count > 0)).toBe(true);
});

test('gRPC, which sessions with BuildKit take, is not loaded to connect', async () => {
  unwrap(await connectEngine());
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  expect(loaded.some((path) => path.includes('/dockerode/'))).toBe(true);
  expect(loaded.filter((path) => path.includes('/@grpc/'))).toEqual([]);
});
