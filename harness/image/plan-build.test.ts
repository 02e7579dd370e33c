import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BuildRecord } from '../core/build-record.ts';
import type { TreeEntry } from '../core/tree.ts';
import { type Candidate, planBuild } from './plan-build.ts';

const file = (path: string, bytes: number, sha256 = 'a'): TreeEntry => {
  return { kind: 'file', path, executable: false, bytes, sha256 };
};

interface Earlier {
  readonly ref?: string;
  readonly layers?: number;
  readonly sinceFull?: number;
}

function candidate(entries: readonly TreeEntry[], earlier: Earlier = {}): Candidate {
  const { ref = 'gm1/mediawiki:before', layers = 3, sinceFull } = earlier;
  const image = { ref, digest: 'sha256:1' };
  const record: BuildRecord = {
    id: 'one',
    track: 'next',
    version: '1.43.9',
    image,
    kind: sinceFull === undefined ? 'full' : 'incremental',
    reason: '',
    ...(sinceFull !== undefined && { changes: { changed: 1, removed: 0, bytes: sinceFull, sinceFull } }),
    startedAt: '2026-01-01T00:00:00Z',
    phases: [],
    seconds: 0,
    bytes: 0,
    files: 0,
    manifest: {
      hash: '',
      version: '1.43.9',
      versions: ['1.43.9'],
      checkouts: [],
      config: { name: '', hash: '' },
    },
  };
  const layerNames = Array.from({ length: layers }, (_, index) => `sha256:${index}`);
  return { image: { ...image, bytes: 0, layers: layerNames, labels: {} }, record, entries };
}

const planOf = (after: readonly TreeEntry[], ...candidates: readonly Candidate[]) =>
  planBuild(after, candidates);

test('without an image to build on there is no plan', () => {
  expect(planOf([file('a', 1)])).toBeUndefined();
});

describe('the limits', () => {
  test.each([
    [124, 'incremental'],
    [125, 'full'],
    [126, 'full'],
  ])('on an image of %i layers a build is %s', (layers, kind) => {
    const tree = [file('a', 1)];
    expect(planOf(tree, candidate(tree, { layers }))?.kind).toBe(kind);
  });

  test('an image of too many layers is named', () => {
    expect(planOf([], candidate([], { layers: 125 }))?.reason).toBe(
      'gm1/mediawiki:before has 125 layers; with more an image is built anew.',
    );
  });

  test.each([
    [25, 0, 'incremental'],
    [26, 0, 'full'],
    [5, 20, 'incremental'],
    [5, 21, 'full'],
    [0, 25, 'incremental'],
    [0, 26, 'full'],
  ])('of 100 bytes %i changed and %i before: %s', (changed, sinceFull, kind) => {
    const rest = file('b', 100 - changed);
    const before = [file('a', 7, 'before'), rest];
    const after = [file('a', changed, changed ? 'after' : 'before'), rest];
    expect(planOf(after, candidate(before, { sinceFull }))?.kind).toBe(kind);
  });

  test('what is gone does not count, since no layer holds it', () => {
    const plan = planOf([file('a', 1)], candidate([file('a', 1), file('b', 1000)]));
    expect(plan).toMatchObject({ kind: 'incremental', counts: { changed: 0, removed: 1, bytes: 0 } });
  });

  test('of an empty tree one byte before is all of it, and no division by zero', () => {
    expect(planOf([], candidate([], { sinceFull: 1 }))?.reason).toMatch(/^100 % changed/);
  });

  test.each([
    [[file('a', 252), file('b', 748)], '26 %'],
    [[file('a', 30), file('b', 10)], '75 %'],
  ])('the share that is too much is never said to be the limit: %#', (after, share) => {
    const before = [file('a', 1, 'before'), ...after.slice(1)];
    expect(planOf(after, candidate(before))?.reason).toBe(
      `${share} changed since the last full build (gm1/mediawiki:before), which is more than 25 %.`,
    );
  });
});

describe('of several images', () => {
  const after = [file('a', 10), file('b', 90)];
  const near = [file('a', 10, 'before'), file('b', 90)];
  const far = [file('a', 10), file('b', 90, 'before')];
  const one = (entries: readonly TreeEntry[], ref: string) => candidate(entries, { ref });

  test.each<[string, readonly Candidate[], string, string]>([
    ['the first, though another is the same', [one(near, 'own'), one(after, 'same')], 'incremental', 'own'],
    ['the first that is near enough', [one(far, 'own'), one(near, 'other')], 'incremental', 'other'],
    ['none where none is, and says why not the first', [one(far, 'own'), one(far, 'other')], 'full', 'own'],
  ])('takes %s', (_which, candidates, kind, named) => {
    const plan = planOf(after, ...candidates);
    expect(plan?.kind).toBe(kind);
    expect(plan?.reason).toContain(named);
  });
});

describe('the reason', () => {
  const names = ['a', 'b', 'c', 'd'];
  const before = names.map((name) => file(name, 1, 'before'));
  const big = file('z', 1000);

  test.each<[readonly string[], readonly string[], string]>([
    [[], [], '0 files changed since gm1/mediawiki:before.'],
    [['a'], [], '1 file changed since gm1/mediawiki:before: a.'],
    [['a', 'b'], ['c'], '2 files changed, 1 gone since gm1/mediawiki:before: a, b, c.'],
    [['a', 'b', 'c', 'd'], [], '4 files changed since gm1/mediawiki:before.'],
    [['a', 'b'], ['c', 'd'], '2 files changed, 2 gone since gm1/mediawiki:before.'],
  ])('of %j changed and %j gone', (changed, gone, reason) => {
    const after = names
      .filter((name) => !gone.includes(name))
      .map((name) => file(name, 1, changed.includes(name) ? 'after' : 'before'));
    expect(planOf([...after, big], candidate([...before, big]))?.reason).toBe(reason);
  });
});

test('adds what changed to what changed before, and counts files and links but no folders', () => {
  const entries: readonly TreeEntry[] = [
    file('a', 5),
    { kind: 'folder', path: 'f' },
    { kind: 'link', path: 'l', to: 'a' },
    file('z', 1000),
  ];
  const plan = planOf(entries, candidate([file('gone', 3), file('z', 1000)], { sinceFull: 12 }));
  expect(plan).toMatchObject({ counts: { changed: 2, removed: 1, bytes: 5, sinceFull: 17 } });
});

test('what an incremental build adds to its parent makes the tree, and stays within the limit', () => {
  const tree = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat(20), fc.constantFrom('x', 'y')), {
      selector: ([name]) => name,
    })
    .map((files) => files.map(([name, bytes, hash]) => file(String(name), bytes, hash)).sort(byPath));
  fc.assert(
    fc.property(tree, tree, fc.nat(60), (before, after, sinceFull) => {
      const plan = planOf(after, candidate(before, { sinceFull }));
      if (plan?.kind !== 'incremental') return;
      const { changed, removed } = plan.changes;
      const gone = new Set([...removed, ...changed.map(({ path }) => path)]);
      const made = [...before.filter(({ path }) => !gone.has(path)), ...changed].sort(byPath);
      expect(made.map(pathAndHash)).toEqual(after.map(pathAndHash));
      const total = after.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.bytes : 0), 0);
      expect(plan.counts.sinceFull).toBeLessThanOrEqual(Math.max(1, total) / 4);
    }),
    { numRuns: 1000 },
  );
});

function byPath(one: TreeEntry, other: TreeEntry): number {
  return one.path < other.path ? -1 : 1;
}

function pathAndHash(entry: TreeEntry) {
  return entry.kind === 'file' ? [entry.path, entry.sha256] : [entry.path];
}
