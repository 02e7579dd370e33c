import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageBuilder } from '../../image/builder.ts';
import { systemCommand } from '../../system/command.ts';
import { describeImageBuilder } from '../../testing/image-builder.contract.ts';
import { unwrap } from '../../testing/unwrap.ts';
import { DockerImageBuilder } from './docker-image-builder.ts';
import { connectEngine, type EngineApi } from './engine.ts';

let cache: string;
let builder: ImageBuilder;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'gm1-images-'));
  builder = new DockerImageBuilder({ connect: connectEngine, command: systemCommand, cache });
});

afterAll(() => rm(cache, { recursive: true }));

describeImageBuilder('DockerImageBuilder', () => builder);

describe('an image of which there is a container', () => {
  const ref = `gm1/test-${crypto.randomUUID().slice(0, 8)}:used`;
  let api: EngineApi;

  beforeAll(async () => {
    api = unwrap(await connectEngine()).api;
    const parent = unwrap(await builder.base('trixie', AbortSignal.timeout(300_000)));
    const signal = AbortSignal.timeout(60_000);
    const labels = { gm1: 'build', purpose: 'used' };
    unwrap(await builder.addLayer({ ref, parent, parts: [], removed: [], target: '/srv/x', labels, signal }));
  });

  afterAll(async () => {
    await builder.remove(ref);
  });

  test.each([
    ['by its environment', { gm1: 'an-environment', 'gm1.home': '/here' }, () => 'an-environment'],
    ['by its id', {}, (id: string) => id.slice(0, 12)],
  ])('is listed as used %s and stays', async (_how, Labels, name) => {
    const container = await api.createContainer({ Image: ref, Labels });
    try {
      const found = unwrap(await builder.list()).find(({ refs }) => refs.includes(ref));
      expect(found?.usedBy).toEqual([name(container.id)]);
      expect(unwrap(await builder.remove(ref))).toBe(false);
    } finally {
      await container.remove({ force: true });
    }
    expect(unwrap(await builder.find(ref))).toBeDefined();
  });
});
