import { hash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LayerBuild } from '../../image/builder.ts';
import { loadLayer } from './load-layer.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-load-'));
});

afterAll(async () => {
  await rm(root, { recursive: true });
});

const parent = {
  Architecture: 'amd64',
  Os: 'linux',
  Created: '2026-01-01T00:00:00Z',
  Config: {},
  RootFS: {},
};

/** More than any buffer between packing and the engine holds. */
async function largeLayer(signal: AbortSignal): Promise<LayerBuild> {
  const content = Buffer.alloc(2 ** 25);
  await writeFile(join(root, 'large'), content);
  const common = { kind: 'file' as const, executable: false, bytes: content.length };
  const entries = [{ ...common, path: 'large', sha256: hash('sha256', content) }];
  return {
    ref: 'gm1/test:large',
    parent: { ref: 'gm1/test:parent', digest: 'sha256:parent' },
    parts: [{ directory: root, target: '', entries }],
    target: '/srv',
    labels: {},
    signal,
  };
}

/** Takes nothing of the archive and says so once it has the request. */
function stalledEngine(onLoad: () => void) {
  return {
    getImage: () => ({ inspect: async () => parent }),
    loadImage: (_: unknown, { abortSignal }: { readonly abortSignal: AbortSignal }) => {
      onLoad();
      return new Promise<never>((_, reject) => {
        abortSignal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    },
  };
}

test('ends when it is interrupted while the engine takes no more', async () => {
  const interrupt = new AbortController();
  const build = await largeLayer(interrupt.signal);
  const loading = loadLayer(
    stalledEngine(() => setImmediate(() => interrupt.abort())),
    build,
  );
  await expect(loading).rejects.toThrow('aborted');
});

test('ends when the engine goes away in the middle', async () => {
  const build = await largeLayer(new AbortController().signal);
  const engine = {
    getImage: () => ({ inspect: async () => parent }),
    loadImage: () =>
      new Promise<never>((_, reject) => setImmediate(() => reject(new Error('socket hang up')))),
  };
  await expect(loadLayer(engine, build)).rejects.toThrow('socket hang up');
});
