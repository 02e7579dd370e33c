import { describe, expect, test } from 'vitest';
import type { BuildRecord } from '../core/build-record.ts';
import type { Checkout } from '../core/manifest.ts';
import type { Track } from '../core/track.ts';
import type { TreeEntry } from '../core/tree.ts';
import { sampleBuild } from '../testing/sample-run.ts';
import { changedFile } from './changed-file.ts';

const versions = { train: '1.43.9', next: '1.43.11' };

function built(track: Track, files?: Readonly<Record<string, string>>, more: Partial<Checkout> = {}) {
  const version = versions[track];
  const build: BuildRecord = {
    ...sampleBuild(track),
    manifest: {
      ...sampleBuild(track).manifest,
      checkouts: [
        { repo: 'mediawiki', path: `php-${version}`, commit_ref: version, ...more },
        { repo: 'mediawiki-classes', path: `php-${version}`, commit_ref: version },
        { repo: 'mediawiki-math', path: `php-${version}/extensions/Math`, commit_ref: '2:2' },
      ],
    },
  };
  const entries = Object.entries(files ?? {}).map(([path, sha256]): [string, TreeEntry] => {
    const whole = path.startsWith('wmf-config/') ? path : `php-${version}/${path}`;
    return [whole, { kind: 'file', path: whole, executable: false, bytes: 1, sha256 }];
  });
  return { build, ...(files && { files: new Map(entries) }) };
}

const file = { path: 'includes/a.php' };

describe('a file of a trace', () => {
  test.each([
    ['that differs is changed', { 'includes/a.php': '1' }, { 'includes/a.php': '2' }, 'changed'],
    ['that just next has is added', {}, { 'includes/a.php': '2' }, 'added'],
    ['that just train has is removed', { 'includes/a.php': '1' }, {}, 'removed'],
  ])('%s', (_, train, next, change) => {
    expect(changedFile(built('train', train), built('next', next), file)).toMatchObject({
      suspect: {
        file: 'includes/a.php',
        change,
        repo: 'mediawiki',
        from: '1.43.9',
        to: '1.43.11',
        patches: [],
      },
      pathInCheckout: 'includes/a.php',
    });
  });

  test.each([
    ['that is the same is none', { 'includes/a.php': '1' }, { 'includes/a.php': '1' }],
    ['that neither has is none', {}, {}],
  ])('%s', (_, train, next) => {
    expect(changedFile(built('train', train), built('next', next), file)).toBeUndefined();
  });

  test('belongs to the innermost checkout', () => {
    const path = 'extensions/Math/src/b.php';
    expect(
      changedFile(built('train', { [path]: '1' }), built('next', { [path]: '2' }), {
        version: '1.43.11',
        path,
      }),
    ).toMatchObject({
      suspect: { repo: 'mediawiki-math', from: '2:2', to: '2:2' },
      pathInCheckout: 'src/b.php',
    });
  });

  test('of the configuration belongs to it', () => {
    const path = 'wmf-config/CommonSettings.php';
    expect(
      changedFile(built('train', { [path]: '1' }), built('next', { [path]: '2' }), { path })?.suspect,
    ).toMatchObject({ repo: 'gm1/environments/contained', from: 'def', to: 'def' });
  });

  test('names the patches that only one of the builds has', () => {
    const patches = [{ name: 'fix.patch', hash: '1' }];
    const next = built('next', { 'includes/a.php': '2' }, { patches });
    expect(changedFile(built('train', { 'includes/a.php': '1' }), next, file)?.suspect.patches).toEqual([
      'fix.patch',
    ]);
  });

  test('whose content is not known may have changed when its checkout did', () => {
    expect(changedFile(built('train'), built('next', {}), file)?.suspect.change).toBe('changed');
    const math = { path: 'extensions/Math/a.php' };
    expect(changedFile(built('train'), built('next'), math)).toBeUndefined();
  });
});
