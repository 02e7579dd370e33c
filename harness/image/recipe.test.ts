import { expect, test } from 'vitest';
import type { Manifest } from '../core/manifest.ts';
import type { TreeEntry } from '../core/tree.ts';
import { draftRef, localisationRef, runtimeRef, servicesRef, trackLabels, trackRef } from './recipe.ts';

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
    localisationRef([], 'r'),
    trackRef(manifest, undefined, 'r'),
    draftRef(trackRef(manifest, undefined, 'r')),
  ];
  for (const ref of refs) expect(ref).toMatch(/^gm1\/[a-z]+:[\w][\w.-]{0,127}$/);
  expect(trackRef(manifest, undefined, 'r')).toContain(':1.43.9-');
});

test.each([
  ['the version of PHP', runtimeRef({ ...runtime, php: '8.2' }, 'b', 'f')],
  ['the base image', runtimeRef(runtime, 'b2', 'f')],
  ['the files of the recipe', runtimeRef(runtime, 'b', 'f2')],
])('the runtime has another ref after a change of %s', (_what, changed) => {
  expect(changed).not.toBe(runtimeRef(runtime, 'b', 'f'));
});

test.each([
  ['the manifest', trackRef({ ...manifest, hash: 'sha256:abd' }, undefined, 'r')],
  ['the languages', trackRef(manifest, ['he'], 'r')],
  ['the runtime', trackRef(manifest, undefined, 'r2')],
])('a track has another ref after a change of %s', (_what, changed) => {
  expect(changed).not.toBe(trackRef(manifest, undefined, 'r'));
});

test.each<[string, Parameters<typeof localisationRef>]>([
  ['a message', [[{ directory: '/x', target: 'php-1/cache/l10n', entries: [language('b')] }], 'r']],
  ['the version', [[{ directory: '/x', target: 'php-2/cache/l10n', entries: [language('a')] }], 'r']],
  ['the runtime', [[{ directory: '/x', target: 'php-1/cache/l10n', entries: [language('a')] }], 'r2']],
])('a localisation has another ref after a change of %s', (_what, changed) => {
  const part = { target: 'php-1/cache/l10n', entries: [language('a')] };
  const ref = localisationRef([{ ...part, directory: '/x' }], 'r');
  expect(localisationRef(...changed)).not.toBe(ref);
  expect(localisationRef([{ ...part, directory: '/elsewhere' }], 'r')).toBe(ref);
});

function language(sha256: string): TreeEntry {
  return { kind: 'file', path: 'he.l10n.php', executable: false, bytes: 1, sha256 };
}

test('two drafts of one image have names of their own', () => {
  const ref = trackRef(manifest, undefined, 'r');
  expect(draftRef(ref)).not.toBe(draftRef(ref));
});

test('labels are those of scap and of the OCI standard', () => {
  const labels = trackLabels(
    { ...manifest, versions: ['1.43.9', 'next'] },
    { parent: 'gm1/localisation:x', type: 'incremental', builderVersion: '0.1.0' },
  );
  expect(labels).toMatchObject({
    gm1: 'build',
    'vnd.wikimedia.builder.name': 'gm1',
    'vnd.wikimedia.builder.version': '0.1.0',
    'vnd.wikimedia.scap.stage_dir': '/srv/mediawiki',
    'vnd.wikimedia.scap.build_state_dir': '.gm1/builds',
    'vnd.wikimedia.build-type': 'incremental',
    'vnd.wikimedia.parent-image': 'gm1/localisation:x',
    'org.opencontainers.image.version': '1.43.9 next',
    'org.opencontainers.image.revision': 'sha256:abc',
  });
});
