import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TreeEntry } from '../core/tree.ts';
import { readEntries, writeEntries } from './entries-file.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-entries-'));
});

afterEach(() => rm(root, { recursive: true }));

const entries: readonly TreeEntry[] = [
  { kind: 'folder', path: 'a' },
  { kind: 'file', path: 'a/é "x"\n', executable: true, bytes: 3, sha256: 'abc' },
  { kind: 'link', path: 'l', to: 'a' },
];

test('what was written is read again, whatever the names', async () => {
  const text = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed());
  const entry: fc.Arbitrary<TreeEntry> = fc.oneof(
    fc.record({ kind: fc.constant('folder' as const), path: text }),
    fc.record({ kind: fc.constant('link' as const), path: text, to: text }),
    fc.record({
      kind: fc.constant('file' as const),
      path: text,
      executable: fc.boolean(),
      bytes: fc.nat(),
      sha256: text,
    }),
  );
  const file = join(root, 'builds', 'one.files.json');
  await fc.assert(
    fc.asyncProperty(fc.array(entry), async (entries) => {
      await writeEntries(file, entries);
      expect(await readEntries(file)).toEqual(entries);
    }),
  );
  expect(await readdir(join(root, 'builds'))).toEqual(['one.files.json']);
});

test('there are none where there is no file', async () => {
  expect(await readEntries(join(root, 'none'))).toBeUndefined();
});

test('a file that ends early, wherever, is damaged', async () => {
  const file = join(root, 'one');
  await writeEntries(file, entries);
  const { size: length } = await stat(file);
  for (const bytes of [0, 1, Math.floor(length / 2), length - 1]) {
    await writeEntries(file, entries);
    await truncate(file, bytes);
    expect(await readEntries(file)).toBeUndefined();
  }
});

test.each([
  ['another value', '{}'],
  ['an entry of another kind', '{"kinds":"s","paths":["a"],"bytes":[0],"values":[""]}'],
  ['a file without its hash', '{"kinds":"f","paths":["a"],"bytes":[1],"values":[]}'],
  ['a path that is none', '{"kinds":"dd","paths":["a",1],"bytes":[0,0],"values":["",""]}'],
  ['a size that is none', '{"kinds":"f","paths":["a"],"bytes":[null],"values":["x"]}'],
  ['nothing', 'null'],
])('%s is not taken for entries', async (_what, content) => {
  await writeFile(join(root, 'one'), content);
  expect(await readEntries(join(root, 'one'))).toBeUndefined();
});
