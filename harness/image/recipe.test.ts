import { expect, test } from 'vitest';
import type { Manifest } from '../core/manifest.ts';
import { localisationRef, runtimeRef, servicesRef, trackLabels, trackRef } from './recipe.ts';

const runtime = { base: 'trixie', php: '8.4' };
const manifest: Manifest = {
  hash: 'sha256:abc',
  version: '1.43.9',
  versions: ['1.43.9'],
  checkouts: [],
  config: { name: 'contained', hash: 'sha256:def' },
};

test('refs are names that an engine takes', () => {
  const refs = [
    runtimeRef(runtime, 'b', 'f'),
    servicesRef('b', 'f'),
    localisationRef('k', 'r'),
    trackRef(manifest, 'k', 'r'),
  ];
  for (const ref of refs) expect(ref).toMatch(/^gm1\/[a-z]+:[\w][\w.-]{0,127}$/);
  expect(trackRef(manifest, 'k', 'r')).toContain(':1.43.9-');
});

test.each([
  ['the version of PHP', runtimeRef({ ...runtime, php: '8.2' }, 'b', 'f')],
  ['the base image', runtimeRef(runtime, 'b2', 'f')],
  ['the files of the recipe', runtimeRef(runtime, 'b', 'f2')],
])('the runtime has another ref after a change of %s', (_what, changed) => {
  expect(changed).not.toBe(runtimeRef(runtime, 'b', 'f'));
});

test.each([
  ['the manifest', trackRef({ ...manifest, hash: 'sha256:abd' }, 'k', 'r')],
  ['the messages', trackRef(manifest, 'k2', 'r')],
  ['the runtime', trackRef(manifest, 'k', 'r2')],
])('a track has another ref after a change of %s', (_what, changed) => {
  expect(changed).not.toBe(trackRef(manifest, 'k', 'r'));
});

test('labels are those of scap and of the OCI standard', () => {
  expect(trackLabels(manifest, 'gm1/localisation:x', '0.1.0')).toMatchObject({
    gm1: 'build',
    'vnd.wikimedia.builder.name': 'gm1',
    'vnd.wikimedia.builder.version': '0.1.0',
    'vnd.wikimedia.build-type': 'full',
    'vnd.wikimedia.parent-image': 'gm1/localisation:x',
    'org.opencontainers.image.version': '1.43.9',
    'org.opencontainers.image.revision': 'sha256:abc',
  });
});
