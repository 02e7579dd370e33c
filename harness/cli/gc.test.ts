import { expect, test } from 'vitest';
import type { Garbage } from '../run/collect-garbage.ts';
import { garbageText } from './gc.ts';

const nothing: Garbage = {
  containers: 0,
  networks: 0,
  volumes: 0,
  images: 0,
  environments: [],
  commands: [],
  notices: [],
  pruned: { images: [], kept: [], files: [], bytes: 0, notices: [] },
};
const going = {
  ref: 'gm1/mediawiki:1.43.9-0123456789ab',
  digest: 'sha256:1',
  keep: false,
  why: 'no environment, run or newer build needs it',
  bytes: 263_000_000,
};
const file = { path: 'cache/layer-Ab12cD', bytes: 1_000_000, why: 'a process that was killed left it' };

test('what went is a line each, with its size and why', () => {
  const pruned = { ...nothing.pruned, images: [going], files: [file], bytes: 264_000_000 };
  const text = garbageText({ ...nothing, containers: 2, environments: ['a', 'b'], pruned }, false);
  expect(text).toMatchInlineSnapshot(`
    "Removed 2 containers, 0 networks, 0 volumes, 0 images without a name of a, b.
    Removed 1 name of an image and 1 file or folder, 264 MB at most:
      gm1/mediawiki:1.43.9-0123456789ab    263 MB  no environment, run or newer build needs it
      cache/layer-Ab12cD                     1 MB  a process that was killed left it
    "
  `);
});

test('a dry run says what would go', () => {
  const pruned = { ...nothing.pruned, images: [going], bytes: going.bytes };
  const lines = garbageText({ ...nothing, pruned }, true).split('\n');
  expect(lines.slice(0, 2)).toEqual([
    'Would remove 0 containers, 0 networks, 0 volumes, 0 images without a name.',
    'Would remove 1 name of an image and 0 files and folders, 263 MB at most:',
  ]);
});

test('what stays is not in the text', () => {
  const pruned = { ...nothing.pruned, kept: [{ ...going, keep: true }] };
  expect(garbageText({ ...nothing, pruned }, false)).not.toContain(going.ref);
});

test('a command that lost its gm1 is named with its place, harmless on a terminal', () => {
  const command = { environment: 'a', track: 'next', service: 'app', command: 'php\u001b[2J x' } as const;
  const of = (dryRun: boolean) =>
    garbageText({ ...nothing, commands: [command] }, dryRun)
      .split('\n')
      .slice(1, 3);
  expect(of(false)).toEqual(['Ended 1 command whose gm1 was killed:', '  app of a (next)  php x']);
  expect(of(true)[0]).toBe('Would end 1 command whose gm1 was killed:');
});
