import { describe, expect, test } from 'vitest';
import type { BuildRecord } from '../core/build-record.ts';
import type { Checkout } from '../core/manifest.ts';
import type { TreeEntry } from '../core/tree.ts';
import { sampleBuild } from '../testing/sample-run.ts';
import { compareBuilds } from './build-differences.ts';
import { type BuildSide, sideOfBuild } from './build-side.ts';

const [one, two] = ['1'.repeat(40), '2'.repeat(40)];
const core = { repo: 'mediawiki/core', path: 'php-1.45', commit_ref: one };
const echo = { repo: 'mediawiki/extensions/Echo', path: 'php-1.45/extensions/Echo', commit_ref: one };
const patch = { name: 'fix.patch', hash: 'sha256:1' };
const other = { name: 'other.patch', hash: 'sha256:2' };

describe('a repository', () => {
  test('that is the same is left out', () => {
    expect(repositories([core, echo], [core, echo])).toEqual([]);
  });

  test.each<[string, Checkout[], Checkout[], object]>([
    [
      'at another commit is listed with both',
      [core],
      [{ ...core, commit_ref: two, url: 'https://x' }],
      { from: { commit_ref: one }, to: { commit_ref: two, url: 'https://x' } },
    ],
    ['that only the later build has is new', [], [echo], { repo: echo.repo, to: { commit_ref: one } }],
    ['that only the earlier build has is gone', [echo], [], { repo: echo.repo, from: { commit_ref: one } }],
    ['with a patch more', [core], [{ ...core, patches: [patch] }], { patches: { added: [patch], gone: [] } }],
    [
      'with other patches',
      [{ ...core, patches: [patch] }],
      [{ ...core, patches: [other] }],
      { patches: { added: [other], gone: [patch] } },
    ],
    [
      'with patches in another order',
      [{ ...core, patches: [patch, other] }],
      [{ ...core, patches: [other, patch] }],
      { patches: { added: [], gone: [] } },
    ],
    ['that is dirty now', [core], [{ ...core, dirty: 2 }], { from: { commit_ref: one }, to: { dirty: 2 } }],
    [
      'with other content at the same commit',
      [{ ...core, content: 'sha256:1' }],
      [{ ...core, content: 'sha256:2' }],
      { repo: core.repo },
    ],
  ])('%s', (_what, from, to, expected) => {
    expect(repositories(from, to)).toMatchObject([expected]);
  });

  test('whose content one side does not tell is the same at the same commit', () => {
    expect(repositories([{ ...core, content: 'sha256:1' }], [core])).toEqual([]);
  });

  test('that is checked out twice counts twice', () => {
    const again = { ...echo, path: 'php-1.45/extensions/Echo2' };
    const differences = repositories([echo, again], [echo, { ...again, commit_ref: two }]);
    expect(differences?.map(({ repo }) => repo)).toEqual(['mediawiki/extensions/Echo (2)']);
  });
});

describe('versions', () => {
  const side = (...versions: string[]): BuildSide => ({
    common: [],
    versions: versions.map((version) => ({ version, checkouts: [] })),
  });

  test.each([
    ['that both have are compared', ['1.44', '1.45'], ['1.45', '1.46'], [['1.45', '1.45']]],
    ['are the newest when none is in both', ['1.43', '1.44'], ['1.45', '1.46'], [['1.44', '1.46']]],
  ])('%s', (_which, from, to, expected) => {
    const { versions } = compareBuilds(side(...from), side(...to));
    expect(versions.map(({ from, to }) => [from, to])).toEqual(expected);
  });
});

test('another configuration is a difference of what versions share', () => {
  const later = build([core]);
  const config = { name: 'contained', hash: 'other' };
  const { common } = compareBuilds(
    sideOfBuild(build([core])),
    sideOfBuild({ ...later, manifest: { ...later.manifest, config } }),
  );
  expect(common).toMatchObject([
    { repo: 'gm1/environments/contained', from: { commit_ref: 'def' }, to: { commit_ref: 'other' } },
  ]);
});

describe('files', () => {
  const directory = { ...core, commit_ref: 'sha256:1' };
  const changed = { ...core, commit_ref: 'sha256:2' };
  const before = [file('a', '1'), file('b', '1'), folder('x'), file('x/y', '1')];
  const after = [file('a', '2'), file('b', '1'), file('c', '1')];

  test('of a folder are listed by what happened to them', () => {
    const [difference] = repositories([directory], [changed], before, after) ?? [];
    expect(difference?.files).toEqual({ changed: ['a'], added: ['c'], removed: ['x'], more: 0 });
  });

  test('of another version are the same when they lie at the same place of it', () => {
    const next = { ...changed, path: 'php-1.46' };
    const moved = before.map((entry) => ({ ...entry, path: entry.path.replace('php-1.45', 'php-1.46') }));
    const sides = [
      sideOfBuild(build([directory]), before),
      sideOfBuild(build([next], '1.46'), moved),
    ] as const;
    expect(compareBuilds(...sides).versions[0]?.repositories[0]?.files).toMatchObject({
      changed: [],
      more: 0,
    });
  });

  test('that the build makes itself are not listed', () => {
    const made = [folder('cache'), folder('cache/l10n'), file('cache/l10n/en.php', '1')];
    const [difference] = repositories([directory], [changed], before, [...before, ...made]) ?? [];
    expect(difference?.files).toEqual({ changed: [], added: [], removed: [], more: 0 });
  });

  test('beyond twenty are counted', () => {
    const many = Array.from({ length: 30 }, (_, n) => file(`n${n}`, '1'));
    const [difference] = repositories([directory], [changed], before, [...after, ...many]) ?? [];
    const { changed: shown = [], added = [], removed = [], more } = difference?.files ?? {};
    expect([shown.length, added.length, removed.length, more]).toEqual([1, 19, 0, 13]);
  });

  test('are not listed where commits say it better', () => {
    const [difference] = repositories([core], [{ ...core, commit_ref: two }], before, after) ?? [];
    expect(difference).not.toHaveProperty('files');
  });

  test('of a patched commit are listed', () => {
    const [difference] = repositories([core], [{ ...core, patches: [patch] }], before, after) ?? [];
    expect(difference?.files?.changed).toEqual(['a']);
  });

  test('belong to the innermost checkout', () => {
    const inner = [
      ...before,
      folder('extensions'),
      folder('extensions/Echo'),
      file('extensions/Echo/e', '1'),
    ];
    const edited = inner.map((entry) => (entry.path.endsWith('/e') ? file('extensions/Echo/e', '2') : entry));
    const [from, to] = [
      { ...echo, commit_ref: 'sha256:1' },
      { ...echo, commit_ref: 'sha256:2' },
    ];
    const differences = repositories([directory, from], [changed, to], inner, edited);
    expect(differences?.map(({ repo, files }) => [repo, files?.changed])).toEqual([
      [core.repo, []],
      [echo.repo, ['e']],
    ]);
  });

  test('of a Debian tree belong to the package after which the others are named', () => {
    const packages = (version: string) =>
      ['debian/mediawiki-classes', 'debian/mediawiki'].map((repo) => ({
        ...core,
        repo,
        commit_ref: version,
      }));
    const differences = repositories(packages('1'), packages('2'), before, after);
    expect(differences?.filter(({ files }) => files).map(({ repo }) => repo)).toEqual(['debian/mediawiki']);
  });
});

function repositories(
  from: readonly Checkout[],
  to: readonly Checkout[],
  before?: readonly TreeEntry[],
  after?: readonly TreeEntry[],
) {
  return compareBuilds(sideOfBuild(build(from), before), sideOfBuild(build(to), after)).versions[0]
    ?.repositories;
}

function build(checkouts: readonly Checkout[], version = '1.45'): BuildRecord {
  const sample = sampleBuild('next');
  return { ...sample, manifest: { ...sample.manifest, versions: [version], checkouts } };
}

function file(path: string, sha256: string): TreeEntry {
  return { kind: 'file', path: `php-1.45/${path}`, executable: false, bytes: 1, sha256 };
}

function folder(path: string): TreeEntry {
  return { kind: 'folder', path: `php-1.45/${path}` };
}
