import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listTree, sha256 } from '../system/list-tree.ts';
import { type KeptLanguage, LocalisationStore } from './localisation-store.ts';

let cache: string;
let store: LocalisationStore;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'gm1-l10n-'));
  store = new LocalisationStore(cache);
});

afterEach(() => rm(cache, { recursive: true }));

const languages = () => join(cache, 'l10n', 'languages');
const contentHash = (content: string) => sha256(content).slice('sha256:'.length);

/** What MediaWiki may have written, content by language. */
async function written(contents: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(join(cache, 'l10n'), { recursive: true });
  const directory = await mkdtemp(join(cache, 'l10n', 'work.part-'));
  for (const [language, content] of Object.entries(contents))
    await writeFile(join(directory, `${language}.l10n.php`), content);
  return directory;
}

const keys = new Map([
  ['he', 'key-he'],
  ['yi', 'key-yi'],
  ['xx', 'key-xx'],
]);

const addAll = async () => store.add(await written({ he: 'hebrew', yi: 'yiddish' }), keys);

describe('what is kept', () => {
  test('is nothing at first', async () => {
    expect(await store.kept()).toEqual(new Map());
  });

  test('is what was added, and which languages MediaWiki did not know', async () => {
    await addAll();
    expect(await store.kept()).toEqual(
      new Map<string, KeptLanguage>([
        ['key-he', { bytes: 6, sha256: contentHash('hebrew') }],
        ['key-yi', { bytes: 7, sha256: contentHash('yiddish') }],
        ['key-xx', 'unknown'],
      ]),
    );
  });

  test('is not what was written without being asked for', async () => {
    await store.add(await written({ en: 'english', he: 'hebrew' }), new Map([['he', 'key-he']]));
    expect([...(await store.kept()).keys()]).toEqual(['key-he']);
  });

  test('grows, and lasts', async () => {
    await store.add(await written({ he: 'hebrew' }), new Map([['he', 'key-he']]));
    await store.add(await written({ he: 'hebrew 2' }), new Map([['he', 'next-he']]));
    expect([...(await new LocalisationStore(cache).kept()).keys()]).toEqual(['key-he', 'next-he']);
  });

  test('is the same whatever order two builds added it in', async () => {
    const contents = ['one', 'other'];
    const found = [];
    for (const order of [contents, contents.toReversed()]) {
      await rm(languages(), { recursive: true, force: true });
      for (const he of order) await store.add(await written({ he }), new Map([['he', 'key-he']]));
      found.push(await store.kept());
    }
    expect(found[0]).toEqual(found[1]);
    expect(found[0]?.size).toBe(1);
  });

  test('is not what lost its content, nor what is no cache', async () => {
    await addAll();
    const [name = ''] = (await readdir(languages())).filter((name) => name.startsWith('key-he'));
    await truncate(join(languages(), name));
    await writeFile(join(languages(), 'notes.txt'), '');
    expect([...(await store.kept()).keys()]).toEqual(['key-xx', 'key-yi']);
    await store.add(await written({ he: 'hebrew' }), new Map([['he', 'key-he']]));
    expect(await readFile(join(languages(), name), 'utf8')).toBe('hebrew');
  });
});

describe('the folder of some languages', () => {
  const names = async (directory: string) => (await readdir(directory)).sort();

  test('has them under their names, those that are unknown left out', async () => {
    await addAll();
    const { directory, entries } = await store.tree(keys);
    expect(await listTree(directory)).toEqual(entries);
    expect(entries.map(({ path }) => path)).toEqual(['he.l10n.php', 'yi.l10n.php']);
    expect(await readFile(join(directory, 'he.l10n.php'), 'utf8')).toBe('hebrew');
  });

  test('takes no more of the disk', async () => {
    await addAll();
    const { directory } = await store.tree(keys);
    expect((await stat(join(directory, 'he.l10n.php'))).nlink).toBe(2);
  });

  test('is one for the same content, and another for other content', async () => {
    await addAll();
    const first = await store.tree(keys);
    expect(await store.tree(new Map([...keys].toReversed()))).toEqual(first);
    expect((await store.tree(new Map([['he', 'key-he']]))).directory).not.toBe(first.directory);
    expect((await store.tree(new Map([['yi', 'key-he']]))).directory).not.toBe(first.directory);
  });

  test.each<[string, (directory: string) => Promise<void>]>([
    ['a file is gone', (directory) => rm(join(directory, 'he.l10n.php'))],
    ['one is too many', (directory) => writeFile(join(directory, 'more'), '')],
    [
      'one lost its content',
      async (directory) => {
        await truncate(join(directory, 'he.l10n.php'));
        await store.add(await written({ he: 'hebrew' }), new Map([['he', 'key-he']]));
      },
    ],
    ['all of it is gone', (directory) => rm(directory, { recursive: true })],
  ])('is made again when %s', async (_what, damage) => {
    await addAll();
    const { directory, entries } = await store.tree(keys);
    await damage(directory);
    await store.tree(keys);
    expect(await listTree(directory)).toEqual(entries);
  });

  test('stands beside what a killed build left', async () => {
    await addAll();
    const { directory, entries } = await store.tree(keys);
    await rm(directory, { recursive: true });
    await mkdir(`${directory}.part-killed`);
    await writeFile(join(`${directory}.part-killed`, 'he.l10n.php'), 'heb');
    expect(await store.tree(keys)).toEqual({ directory, entries });
    expect(await listTree(directory)).toEqual(entries);
    expect(await names(join(directory, '..'))).toHaveLength(2);
  });

  test('of a language that is not kept is a defect', async () => {
    await expect(store.tree(keys)).rejects.toThrow('The localisation cache of he is not kept.');
  });
});

test('builds at the same time add and use the same languages', async () => {
  const many = new Map(Array.from({ length: 40 }, (_, index) => [`l${index}`, `key-${index}`]));
  const contents = Object.fromEntries([...many.keys()].map((language) => [language, language]));
  const build = async () => {
    const own = new LocalisationStore(cache);
    await own.add(await written(contents), many);
    const { directory, entries } = await own.tree(many);
    const { ino } = await stat(directory);
    return { directory, entries, ino };
  };
  const built = await Promise.all(Array.from({ length: 8 }, build));
  // The folder itself, since a build reads it while others still make theirs.
  expect(new Set(built.map(({ directory, ino }) => `${directory} ${ino}`)).size).toBe(1);
  for (const { directory, entries } of built) expect(await listTree(directory)).toEqual(entries);
  expect(await readdir(join(cache, 'l10n', 'trees'))).toHaveLength(1);
});
