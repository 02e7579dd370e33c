import { chmod, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readIfPresent } from './files.ts';
import { type FindEntries, findEntries } from './find-entries.ts';
import { listLargeTree, listTree } from './list-tree.ts';

let root: string;
const memory = () => join(root, 'memory.json');
const skip = (path: string) => path !== 'file' && path !== 'other';
let find: FindEntries;
const list = async () => {
  const found = await find(root, []);
  return (await listLargeTree({ directory: root, skip, memory: memory(), found })).entries;
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-memory-'));
  find = findEntries;
  await writeFile(join(root, 'file'), 'before');
  await utimes(join(root, 'file'), 1, 1);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
});

afterEach(async () => {
  vi.useRealTimers();
  await rm(root, { recursive: true });
});

/** Puts a hash that is not the file's in the memory, so that it shows when the memory was trusted. */
async function plantHash(): Promise<void> {
  await list();
  const text = await readFile(memory(), 'utf8');
  await writeFile(memory(), text.replace(/[0-9a-f]{64}/g, 'f'.repeat(64)));
}

const isRecalled = async () => JSON.stringify(await list()).includes('f'.repeat(64));

describe.each<[string, FindEntries]>([
  ['GNU find', findEntries],
  ['a walk', async () => undefined],
])('by %s,', (_how, how) => {
  beforeEach(() => {
    find = how;
  });

  test('a file that nobody touched is not read again', async () => {
    await plantHash();
    expect(await isRecalled()).toBe(true);
  });

  describe('a file is read again after', () => {
    test.each<[string, (file: string) => Promise<unknown>]>([
      ['a write', (file) => writeFile(file, 'after.')],
      ['a write with the old time of content put back', (file) => changeInSecret(file)],
      ['a change of its time alone', (file) => utimes(file, 2, 2)],
      ['a change of its mode', (file) => chmod(file, 0o755)],
      ['another file of the same size and time took its place', (file) => replaceInSecret(file)],
    ])('%s', async (_what, change) => {
      await plantHash();
      await change(join(root, 'file'));
      expect(await isRecalled()).toBe(false);
    });
  });

  test('a file that changed within the last two seconds is not remembered', async () => {
    vi.setSystemTime(Date.now() - 60_000);
    await list();
    expect(await readIfPresent(memory())).toBeUndefined();
  });

  test('a file from the future is not remembered', async () => {
    vi.setSystemTime(Date.now() - 3_600_000);
    await list();
    expect(await readIfPresent(memory())).toBeUndefined();
  });

  test.each(['', '{', '[]', '{"file":1}'])('a memory that holds %j is none', async (text) => {
    await writeFile(memory(), text);
    expect(await list()).toEqual(await listTree(root, skip));
  });
});

async function changeInSecret(file: string): Promise<void> {
  await writeFile(file, 'after.');
  await utimes(file, 1, 1);
}

async function replaceInSecret(file: string): Promise<void> {
  await writeFile(`${file}.new`, 'after.');
  await utimes(`${file}.new`, 1, 1);
  await rename(`${file}.new`, file);
}

test('a listing with a memory is the listing without one, whatever was written, renamed or removed', async () => {
  const content = fc.constantFrom('a', 'b', 'long');
  const name = fc.constantFrom('file', 'other');
  const change = fc.oneof(
    fc.record({ kind: fc.constant('write' as const), name, content }),
    fc.record({ kind: fc.constant('remove' as const), name }),
    fc.record({ kind: fc.constant('rename' as const), name }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
      for (const one of changes) {
        const path = join(root, one.name);
        if (one.kind === 'write') await writeFile(path, one.content);
        else if (one.kind === 'remove') await rm(path, { force: true });
        else await rename(path, join(root, 'file')).catch(() => {});
        expect(await list()).toEqual(await listTree(root, skip));
      }
    }),
    { numRuns: 40 },
  );
});
