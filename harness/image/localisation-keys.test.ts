import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mergeParts, type PlacedEntry } from '../core/tree.ts';
import { writeWhole } from '../system/files.ts';
import { listTree } from '../system/list-tree.ts';
import { type LocalisationKeys, localisationKeys } from './localisation-keys.ts';

let directory: string;

const version = '1.43.9';
const php = (code: string) => `<?php\n/** A comment. */\n${code}\n`;

const tree: Readonly<Record<string, string>> = {
  'languages/i18n/en.json': '{}',
  'languages/i18n/he.json': '{}',
  'languages/i18n/qqq.json': '{}',
  'languages/messages/MessagesEn.php': php('$fallback = false;'),
  'languages/messages/MessagesYi.php': php("$fallback = 'he';"),
  'languages/messages/MessagesZh_hans.php': php("$fallback8bitEncoding = 'windows-936';"),
  'languages/messages/MessagesZh_hant.php': php("$fallback = 'zh-hans, zzz';\n$fallback8bitEncoding = 'x';"),
  'languages/messages/MessagesBr.php': php('// $fallback is NOT set.\n$fallback8bitEncoding = "x";'),
  'languages/messages/MessagesKsh.php': php("$fallback = defined( 'A' ) ? 'he' : 'yi';"),
  'languages/messages/MessagesLi.php': php("$fallback = 'he';\nif ( defined( 'A' ) ) { $fallback = 'yi'; }"),
  'languages/data/plurals.xml': '',
  'includes/language/LocalisationCache.php': '',
  'includes/libs/StaticArrayWriter.php': '',
  'includes/api/i18n/he.json': '{}',
  'extensions/One/extension.json': JSON.stringify({
    version: '1',
    MessagesDirs: { One: './words/' },
    ExtensionMessagesFiles: { OneMagic: 'src/Words.php' },
    TranslationAliasesDirs: { OneAlias: ['aliases'] },
  }),
  'extensions/One/words/he.json': '{}',
  'extensions/One/words/zzz.json': '{}',
  'extensions/One/aliases/he.json': '{}',
  'extensions/One/src/Words.php': '',
  'extensions/Two/extension-repo.json': JSON.stringify({ MessagesDirs: { Two: ['repo/words', 'words'] } }),
  'extensions/Two/repo/words/he.json': '{}',
  'extensions/Two/Two.i18n.alias.php': '',
  'extensions/Two/Sub/extension.json': JSON.stringify({ MessagesDirs: { Sub: 'words' } }),
  'extensions/Two/Sub/words/he.json': '{}',
  'extensions/Odd/extension.json': JSON.stringify({ MessagesDirs: 1 }),
  'skins/Three/skin.json': JSON.stringify({ MessagesDirs: { Three: ['i18n'] } }),
  'skins/Three/i18n/he.json': '{}',
  'skins/Three/i18n/aaa.json': '{}',
};

const configuration: Readonly<Record<string, string>> = {
  'wmf-config/extensions.php': '<?php',
  'wmf-config/extensions-off.json': '{}',
  'wmf-config/More.php': "<?php\n$wgMessagesDirs['More'] = '/srv/more';",
  'wmf-config/logging.php': '<?php',
};

const all = ['br', 'en', 'he', 'ksh', 'li', 'yi', 'zh-hans', 'zh-hant'];
/** Whose fallbacks only PHP can tell, so that every language may be one. */
const computed = ['ksh', 'li'];
const hebrew = ['he', ...computed, 'yi'];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gm1-keys-'));
  for (const [path, content] of Object.entries(tree)) await write(`php-${version}/${path}`, content);
  for (const [path, content] of Object.entries(configuration)) await write(path, content);
});

afterEach(() => rm(directory, { recursive: true }));

const write = (path: string, content: string) => writeWhole(join(directory, path), content);

async function placed(): Promise<readonly PlacedEntry[]> {
  return mergeParts([{ directory, target: '', entries: await listTree(directory) }]);
}

const keys = async () => localisationKeys(version, await placed());

function differing(before: LocalisationKeys, after: LocalisationKeys): readonly string[] {
  const languages = new Set([...before.keys(), ...after.keys()]);
  return [...languages].filter((code) => before.get(code)?.key !== after.get(code)?.key).sort();
}

test('languages are those of which core has messages or rules, with what they fall back to', async () => {
  const found = [...(await keys())].map(([code, { fallbacks }]) => [code, ...fallbacks]);
  expect(found.sort()).toEqual([
    ['br', 'en'],
    ['en'],
    ['he', 'en'],
    ['ksh', 'en'],
    ['li', 'en'],
    ['yi', 'he', 'en'],
    ['zh-hans', 'en'],
    ['zh-hant', 'zh-hans', 'zzz', 'en'],
  ]);
});

test('every language has a key of its own, which is the same the next time', async () => {
  const first = await keys();
  expect(new Set([...first.values()].map(({ key }) => key)).size).toBe(all.length);
  expect(await keys()).toEqual(first);
});

describe('a change of', () => {
  test.each<[string, string, readonly string[]]>([
    ['messages counts for the language and those that fall back to it', 'languages/i18n/he.json', hebrew],
    ['English counts for all', 'languages/i18n/en.json', all],
    ['the documentation of messages counts for none', 'languages/i18n/qqq.json', []],
    [
      'the rules of a language',
      'languages/messages/MessagesZh_hans.php',
      [...computed, 'zh-hans', 'zh-hant'],
    ],
    [
      'the rules of a language with a comment on fallbacks',
      'languages/messages/MessagesBr.php',
      ['br', ...computed],
    ],
    ['the messages of a part of core', 'includes/api/i18n/he.json', hebrew],
    ['messages where an extension says that they are', 'extensions/One/words/he.json', hebrew],
    ['aliases of an extension', 'extensions/One/aliases/he.json', hebrew],
    ['messages in one of several folders', 'extensions/Two/repo/words/he.json', hebrew],
    ['messages of an extension in an extension', 'extensions/Two/Sub/words/he.json', hebrew],
    ['messages of a skin', 'skins/Three/i18n/he.json', hebrew],
    ['a language that core only falls back to', 'extensions/One/words/zzz.json', [...computed, 'zh-hant']],
    ['a language that core does not know counts for none of those', 'skins/Three/i18n/aaa.json', computed],
    ['PHP with messages of an extension', 'extensions/One/src/Words.php', all],
    ['a file of aliases', 'extensions/Two/Two.i18n.alias.php', all],
    ['rules of plurals', 'languages/data/plurals.xml', all],
    ['the code of languages', 'includes/language/LocalisationCache.php', all],
    ['what writes the cache', 'includes/libs/StaticArrayWriter.php', all],
    ['other code', 'includes/api/ApiMain.php', []],
    ['another JSON file', 'extensions/One/package.json', []],
  ])('%s', async (_what, path, languages) => {
    const before = await keys();
    await write(`php-${version}/${path}`, `${tree[path] ?? ''}\n`);
    expect(differing(before, await keys())).toEqual(languages);
  });

  test.each<[string, string, readonly string[]]>([
    ['which extensions are loaded', 'wmf-config/extensions.php', all],
    ['which extensions are off', 'wmf-config/extensions-off.json', all],
    ['configuration that names folders of messages', 'wmf-config/More.php', all],
    ['other configuration', 'wmf-config/logging.php', []],
    ['another version', 'php-1.45.0/languages/i18n/en.json', []],
  ])('%s', async (_what, path, languages) => {
    const before = await keys();
    await write(path, `${configuration[path] ?? ''}\n`);
    expect(differing(before, await keys())).toEqual(languages);
  });

  test.each<[string, string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['where messages are', 'One/extension.json', { MessagesDirs: { One: ['words', 'more'] } }, all],
    [
      'where messages of an extension in an extension are',
      'Two/Sub/extension.json',
      { MessagesDirs: { Sub: 'more' } },
      all,
    ],
    ['what cannot be read', 'Odd/extension.json', { MessagesDirs: 2 }, all],
    [
      'anything else',
      'Two/extension-repo.json',
      { MessagesDirs: { Two: ['repo/words', 'words'] }, version: '2' },
      [],
    ],
  ])('a manifest in %s', async (_what, path, content, languages) => {
    const before = await keys();
    await write(`php-${version}/extensions/${path}`, JSON.stringify(content));
    expect(differing(before, await keys())).toEqual(languages);
  });
});

test('a change of a fallback counts for the language, a new language for itself', async () => {
  const before = await keys();
  await write(`php-${version}/languages/messages/MessagesYi.php`, php("$fallback = 'zh-hans';"));
  await write(`php-${version}/languages/i18n/new.json`, '{}');
  expect(differing(before, await keys())).toEqual([...computed, 'new', 'yi']);
});

test('messages that are gone count', async () => {
  const before = await keys();
  await rm(join(directory, `php-${version}/includes/api/i18n/he.json`));
  expect(differing(before, await keys())).toEqual(hebrew);
});

test('another version has other keys, since the cache names the files that it was made of', async () => {
  await write('php-1.45.0/languages/i18n/en.json', '{}');
  await write('php-1.46.0/languages/i18n/en.json', '{}');
  const [one, other] = [
    await localisationKeys('1.45.0', await placed()),
    await localisationKeys('1.46.0', await placed()),
  ];
  expect(one.get('en')?.key).not.toBe(other.get('en')?.key);
});

test('a file outside of all that the caches are made of changes no key, and is not read', async () => {
  const entries = await placed();
  const before = await localisationKeys(version, entries);
  const folder = fc.constantFrom(
    'includes',
    'resources',
    'extensions/One',
    'vendor',
    'maintenance',
    'src',
    'w',
  );
  const name = fc.stringMatching(/^[a-zA-Z][\w-]{0,9}\.(php|js|css|vue|sql|md)$/);
  await fc.assert(
    fc.asyncProperty(fc.array(folder, { minLength: 1 }), name, fc.string(), async (folders, file, sha256) => {
      const path = `php-${version}/${[...folders, file].join('/')}`;
      const more: PlacedEntry = {
        entry: { kind: 'file', path, executable: false, bytes: 1, sha256 },
        source: '/nowhere',
      };
      expect(differing(before, await localisationKeys(version, [...entries, more]))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
