import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isMissing } from '../system/files.ts';
import { type FindEntries, findEntries } from '../system/find-entries.ts';
import { keyOf, listDirectory } from './directory-entries.ts';

let root: string;
let notices: string[];
const cache = () => join(root, 'cache');
const summary = () => join(cache(), 'listings', `summary-${keyOf(join(root, 'core'))}`);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-entries-'));
  notices = [];
  await write('includes/a.php', 'a');
  await write('extensions/Cite/.git/HEAD', 'ref');
  await write('extensions/Cite/extension.json', '{}');
  await mkdir(join(root, 'core/extensions/Empty'));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
});

afterEach(async () => {
  vi.useRealTimers();
  await rm(root, { recursive: true });
});

async function write(path: string, content: string): Promise<void> {
  const file = join(root, 'core', path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function list(memory = cache(), find: FindEntries = findEntries) {
  const onNotice = (text: string) => notices.push(text);
  const { entries, ...facts } = await listDirectory({
    directory: join(root, 'core'),
    cache: memory,
    find,
    onNotice,
  });
  return { ...facts, entries };
}

/** Puts a hash that is not the folder's in the summary, so that it shows when that was trusted. */
async function plantSummary(): Promise<void> {
  const text = await readFile(summary(), 'utf8');
  await writeFile(summary(), text.replace(/("":")sha256:\w+/, '$1planted'));
}

const isRecalled = async () => (await list()).contents[''] === 'planted';

test('knows a folder in which nothing changed by what the file system says alone', async () => {
  const first = await list();
  expect(await list()).toEqual(first);
  await plantSummary();
  expect(await isRecalled()).toBe(true);
  expect(notices).toHaveLength(3);
  expect(new Set(notices).size).toBe(1);
});

test.each<[string, () => Promise<unknown>]>([
  ['a file has another content', () => write('includes/a.php', 'b')],
  ['a file is new', () => write('includes/b.php', '')],
  ['a file is gone', () => rm(join(root, 'core/includes/a.php'))],
  ['a link is new', () => symlink('a.php', join(root, 'core/includes/link'))],
  ['a folder is a checkout now', () => write('extensions/Other/.git/HEAD', 'ref')],
])('looks at all of it when %s', async (_what, change) => {
  await list();
  await plantSummary();
  await change();
  expect(await isRecalled()).toBe(false);
});

test('trusts no summary of a folder that changed as it was listed', async () => {
  vi.setSystemTime(Date.now() - 60_000);
  await list();
  await expect(readFile(summary())).rejects.toSatisfy(isMissing);
});

test('has the entries also when what it remembers of the files is damaged or gone', async () => {
  const first = await list();
  const memory = join(cache(), 'listings', keyOf(join(root, 'core')));
  for (const damage of [() => writeFile(memory, '{"paths":'), () => rm(memory)]) {
    await damage();
    expect(await list()).toEqual(first);
  }
});

test('lists the same without GNU find', async () => {
  expect(await list(join(root, 'other'), async () => undefined)).toEqual(await list());
});

test('a listing with a memory is one without, whatever was written, removed or made a checkout', async () => {
  const path = fc.constantFrom(
    'a',
    'extensions/Cite/a',
    'extensions/Empty/a',
    'extensions/Cite/.git',
    'skins/X/.git/a',
  );
  const change = fc.record({ path, content: fc.option(fc.constantFrom('a', 'b')) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 5 }), async (changes) => {
      for (const { path, content } of changes) {
        await rm(join(root, 'core', path), { force: true, recursive: true });
        if (content !== null) await write(path, content);
        expect(await list()).toEqual(await list(join(root, `fresh-${Math.random()}`)));
      }
    }),
    { numRuns: 30 },
  );
});
