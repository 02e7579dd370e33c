import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeParts, type TreeEntry, type TreePart, withAncestors } from '../core/tree.ts';
import { bytesOf, changedParts, compareTrees, type TreeChanges } from './tree-changes.ts';

const folder = (path: string): TreeEntry => ({ kind: 'folder', path });
const link = (path: string, to: string): TreeEntry => ({ kind: 'link', path, to });
const file = (path: string, sha256 = 'a', executable = false): TreeEntry => ({
  kind: 'file',
  path,
  executable,
  bytes: sha256.length,
  sha256,
});

test.each<[string, readonly TreeEntry[], readonly TreeEntry[], readonly string[], readonly string[]]>([
  ['nothing', [folder('d'), file('d/f')], [folder('d'), file('d/f')], [], []],
  ['content', [file('f', 'a')], [file('f', 'b')], ['f'], []],
  ['the executable bit', [file('f', 'a')], [file('f', 'a', true)], ['f'], []],
  ['where a link leads', [link('l', 'a')], [link('l', 'b')], ['l'], []],
  ['a file to a link', [file('f')], [link('f', 'a')], ['f'], []],
  ['a new file', [], [file('f')], ['f'], []],
  ['a new empty folder', [], [folder('d')], ['d'], []],
  ['a file that is gone', [file('f')], [], [], ['f']],
  ['a folder that is gone, once', [folder('d'), folder('d/e'), file('d/e/f')], [], [], ['d']],
  ['a folder to a file', [folder('d'), file('d/f')], [file('d')], ['d'], []],
  ['a file to a folder', [file('d')], [folder('d'), file('d/f')], ['d', 'd/f'], []],
])('sees a change of %s', (_what, before, after, changed, removed) => {
  const changes = compareTrees(before, after);
  expect(changes.changed.map(({ path }) => path)).toEqual(changed);
  expect(changes.removed).toEqual(removed);
});

test('counts the bytes of files', () => {
  expect(bytesOf([folder('d'), file('d/f', 'abc'), link('l', 'x')])).toBe(3);
});

describe('a layer of the changes', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
  const leaf = fc.oneof(
    fc.record({ kind: fc.constant('file' as const), sha256: name, executable: fc.boolean() }),
    fc.record({ kind: fc.constant('link' as const), to: name }),
    fc.record({ kind: fc.constant('folder' as const) }),
  );
  const tree = fc
    .dictionary(path, leaf, { maxKeys: 8 })
    .map((leaves) =>
      Object.entries(leaves).map(
        ([path, leaf]): TreeEntry => (leaf.kind === 'file' ? { ...leaf, path, bytes: 1 } : { ...leaf, path }),
      ),
    )
    .map(asTree);

  test('on the tree before makes the tree after, whatever the two are', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        expect(applyLayer(before, compareTrees(before, after))).toEqual(after);
      }),
      { numRuns: 2000 },
    );
  });

  test('is empty just when the trees are the same', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const { changed, removed } = compareTrees(before, after);
        expect(changed.length + removed.length === 0).toBe(JSON.stringify(before) === JSON.stringify(after));
      }),
    );
  });

  test('packs each change once and every folder on the way', () => {
    fc.assert(
      fc.property(tree, tree, fc.boolean(), (before, after, below) => {
        const target = below ? 'php-1' : '';
        const parts: TreePart[] = [{ directory: '/x', target, entries: after }];
        const merged = (of: readonly TreePart[]) => mergeParts(of).map(({ entry }) => entry);
        const changes = compareTrees(merged([{ directory: '/x', target, entries: before }]), merged(parts));
        const packed = merged(changedParts(parts, changes)).map(({ path }) => path);
        const changed = changes.changed.map(({ path }) => path);
        const onTheWay = [...changed, ...changes.removed].flatMap((path) => withAncestors(path).slice(0, -1));
        expect(packed).toEqual([...new Set([...changed, ...onTheWay])].sort());
      }),
    );
  });
});

/** Makes a tree of any entries: folders come to be, and what lies below a file or link does not count. */
function asTree(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const isPossible = ({ path }: TreeEntry) =>
    withAncestors(path)
      .slice(0, -1)
      .every((above) => (byPath.get(above)?.kind ?? 'folder') === 'folder');
  return mergeParts([
    { directory: '', target: '', entries: entries.filter(isPossible).flatMap(withFolders) },
  ]).map(({ entry }) => entry);
}

function withFolders(entry: TreeEntry): readonly TreeEntry[] {
  return [...withAncestors(entry.path).slice(0, -1).map(folder), entry];
}

/** What an overlay file system shows of a layer: a whiteout or another kind hides all below it. */
function applyLayer(before: readonly TreeEntry[], { changed, removed }: TreeChanges): readonly TreeEntry[] {
  const hiding = [...removed, ...changed.filter(({ kind }) => kind !== 'folder').map(({ path }) => path)];
  const isHidden = (path: string) => withAncestors(path).some((above) => hiding.includes(above));
  const below = before.filter(({ path }) => !isHidden(path));
  return mergeParts([{ directory: '', target: '', entries: [...below, ...changed] }]).map(
    ({ entry }) => entry,
  );
}
