import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pickPorts, preferredPort } from './ports.ts';

test('an environment keeps its ports, and its tracks have different ones', () => {
  expect(preferredPort('group-minus-1', 'next')).toBe(preferredPort('group-minus-1', 'next'));
  expect(preferredPort('group-minus-1', 'next')).not.toBe(preferredPort('group-minus-1', 'train'));
  expect(preferredPort('group-minus-1', 'next')).not.toBe(preferredPort('another', 'next'));
});

test('ports are between the well-known and the ephemeral ones', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('train' as const, 'next' as const), (name, track) => {
      const port = preferredPort(name, track);
      return port >= 20_000 && port < 32_000;
    }),
  );
});

test('taken ports are skipped', async () => {
  const taken = [20_100, 20_102];
  const ports = await pickPorts(20_100, 3, async (port) => !taken.includes(port));
  expect(ports).toEqual({ ok: true, value: [20_101, 20_103, 20_104] });
});

test('the search goes on at the first port after the last', async () => {
  expect(await pickPorts(31_999, 2, async () => true)).toEqual({ ok: true, value: [31_999, 20_000] });
});

test('too few free ports are a failure', async () => {
  const ports = await pickPorts(20_100, 3, async (port) => port < 20_002);
  expect(ports).toMatchObject({ failure: { kind: 'infrastructure', what: expect.stringContaining('No 3') } });
});
