import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { z } from 'zod';
import type { PlacedEntry } from '../core/tree.ts';
import { sha256 } from '../system/list-tree.ts';
import { mapInOrder } from '../system/map-in-order.ts';
import { parseJson } from '../system/parse-json.ts';

/** By language code: what the cache of that language is made of. As long as a key stays, so does the cache. */
export type LocalisationKeys = ReadonlyMap<string, LanguageKey>;

export interface LanguageKey {
  readonly key: string;
  /** The languages whose messages stand for missing ones, English last. */
  readonly fallbacks: readonly string[];
}

type PlacedFile = PlacedEntry & { readonly entry: { readonly kind: 'file' }; readonly source: string };

/** What of a version's tree makes the cache of every language: code, names and aliases of all languages. */
const sharedInputs: readonly RegExp[] = [
  /^(languages|includes\/(languages?|cache\/(localisation|dependency)))\//i,
  /^(includes\/libs\/StaticArrayWriter\.php$|vendor\/wikimedia\/(cldr-plural-rule-parser|static-array-writer)\/)/,
  /\.(i18n|alias(es)?|magic|namespaces?)(\.[\w-]+)?\.php$/i,
];

/**
 * The keys of all languages of one version in a staging directory. A language depends on its own messages, on those of
 * its fallbacks, and on what all share (`LocalisationCache::recache`); not on `qqq`, which documents messages.
 */
export async function localisationKeys(
  version: string,
  tree: readonly PlacedEntry[],
): Promise<LocalisationKeys> {
  const root = `php-${version}/`;
  const files = tree.filter(isFile);
  const inside = files.filter(({ entry }) => entry.path.startsWith(root));
  const declared = await readDeclarations(root, inside);
  const messages = new Map<string, PlacedFile[]>();
  const shared = [...declared.texts, ...(await readConfiguration(files)).map(lineOf)];
  for (const file of inside) {
    const path = file.entry.path.slice(root.length);
    const language = languageOf(path, declared);
    if (language === 'qqq') continue;
    if (language !== undefined) messages.set(language, [...(messages.get(language) ?? []), file]);
    else if (isShared(path, declared)) shared.push(lineOf(file));
  }
  return keysOf({
    languages: coreLanguages(root, inside),
    shared: sha256(JSON.stringify([version, shared])),
    messages,
    fallbacks: await readFallbacks(messages),
  });
}

function isFile(placed: PlacedEntry): placed is PlacedFile {
  return placed.entry.kind === 'file' && placed.source !== undefined;
}

/** The files that say which extensions there are, and where else messages are. */
async function readConfiguration(files: readonly PlacedFile[]): Promise<readonly PlacedFile[]> {
  const all = files.filter(({ entry }) => entry.path.startsWith('wmf-config/'));
  const read = await mapInOrder(all, 16, async (file) => {
    const counts = /^wmf-config\/extensions[^/]*$/.test(file.entry.path) || speaksOfMessages(file);
    return (await counts) ? [file] : [];
  });
  return read.flat();
}

async function speaksOfMessages({ source }: PlacedFile): Promise<boolean> {
  return /wfLoad|MessagesDirs|MessagesFiles|AliasesDirs|Localisation|ExtraLanguageNames/.test(
    await readFile(source, 'utf8'),
  );
}

function isShared(path: string, { files }: Declarations): boolean {
  return files.has(path) || sharedInputs.some((pattern) => pattern.test(path));
}

/** Those that core has messages or rules of; MediaWiki knows no others. */
function coreLanguages(root: string, files: readonly PlacedFile[]): readonly string[] {
  const codes = files.flatMap(({ entry }) => {
    const path = entry.path.slice(root.length);
    const name = posix.basename(path);
    if (path === `languages/messages/${name}`) return codeOfClass(name) ?? [];
    return path === `languages/i18n/${name}` && name.endsWith('.json') ? name.slice(0, -'.json'.length) : [];
  });
  return [...new Set(codes)].filter((code) => /^[a-z0-9-]{2,}$/.test(code) && code !== 'qqq').sort();
}

/** Also one that core does not have, but may fall back to. Undefined when a file is not of one language alone. */
function languageOf(path: string, { folders }: Declarations): string | undefined {
  const name = posix.basename(path);
  if (path === `languages/messages/${name}`) return codeOfClass(name);
  if (!name.endsWith('.json')) return undefined;
  const folder = posix.dirname(path);
  return folder.split('/').includes('i18n') || folders.has(folder)
    ? name.slice(0, -'.json'.length)
    : undefined;
}

/** `zh-hant` of `MessagesZh_hant.php`. */
function codeOfClass(name: string): string | undefined {
  return /^Messages([A-Z]\w*)\.php$/.exec(name)?.[1]?.toLowerCase().replaceAll('_', '-');
}

/** Where extensions say that their messages are, relative to the version's root. */
interface Declarations {
  readonly folders: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
  /** One an extension; the order in which they are loaded counts. */
  readonly texts: readonly string[];
}

const paths = z.union([z.string().transform((path) => [path]), z.array(z.string())]);

const declarationSchema = z
  .object({
    MessagesDirs: z.record(z.string(), paths),
    ExtensionMessagesFiles: z.record(z.string(), z.string()),
    TranslationAliasesDirs: z.record(z.string(), paths),
  })
  .partial();

async function readDeclarations(root: string, files: readonly PlacedFile[]): Promise<Declarations> {
  const manifests = files.filter(({ entry }) =>
    /^(extensions|skins)\/.+\/(extension|skin)[\w-]*\.json$/.test(entry.path.slice(root.length)),
  );
  const read = await mapInOrder(manifests, 16, async ({ entry, source }) => {
    const folder = posix.dirname(entry.path.slice(root.length));
    const content = await readFile(source, 'utf8');
    const { data } = declarationSchema.safeParse(parseJson(content));
    return { folder, ...data, ...(!data && { unread: content }) };
  });
  const all = (value: Readonly<Record<string, readonly string[]>> = {}) => Object.values(value).flat();
  return {
    folders: new Set(
      read.flatMap(({ folder, MessagesDirs, TranslationAliasesDirs }) =>
        [...all(MessagesDirs), ...all(TranslationAliasesDirs)].map((path) => posix.join(folder, path, '.')),
      ),
    ),
    files: new Set(
      read.flatMap(({ folder, ExtensionMessagesFiles = {} }) =>
        Object.values(ExtensionMessagesFiles).map((path) => posix.join(folder, path)),
      ),
    ),
    texts: read.map((one) => JSON.stringify(one)),
  };
}

/** Fallbacks by language; `undefined` where a file says them in a way that only PHP understands. */
async function readFallbacks(
  messages: ReadonlyMap<string, readonly PlacedFile[]>,
): Promise<ReadonlyMap<string, readonly string[] | undefined>> {
  const classes = [...messages].flatMap(([language, files]) =>
    files.filter(({ entry }) => entry.path.endsWith('.php')).map(({ source }) => ({ language, source })),
  );
  const read = await mapInOrder(classes, 16, async ({ language, source }) => {
    return [language, fallbacksIn(await readFile(source, 'utf8'))] as const;
  });
  return new Map(read);
}

function fallbacksIn(php: string): readonly string[] | undefined {
  const mentions = php.match(/\$fallback\s*\.?=/g) ?? [];
  if (mentions.length === 0) return [];
  const value = /^\$fallback\s*=\s*(?:'([^'\\]*)'|false)\s*;/m.exec(php);
  return mentions.length === 1 && value
    ? (value[1] ?? '').split(',').flatMap((code) => code.trim() || [])
    : undefined;
}

interface KeyInputs {
  readonly languages: readonly string[];
  /** Hash of what counts for every language. */
  readonly shared: string;
  readonly messages: ReadonlyMap<string, readonly PlacedFile[]>;
  readonly fallbacks: ReadonlyMap<string, readonly string[] | undefined>;
}

function keysOf({ languages, shared, messages, fallbacks }: KeyInputs): LocalisationKeys {
  const own = new Map(
    [...messages].map(([language, files]) => [language, sha256(files.map(lineOf).join('\n'))]),
  );
  const everything = sha256([...own].sort().join('\n'));
  const keyed = languages.map((language): [string, LanguageKey] => {
    const explicit = fallbacks.has(language) ? fallbacks.get(language) : [];
    const chain = [...new Set([...(explicit ?? []), 'en'])].filter((code) => code !== language);
    const inputs = [language, ...chain].map((code) => [code, own.get(code) ?? '']);
    const key = sha256(JSON.stringify([shared, inputs, explicit === undefined && everything]));
    return [language, { key: key.slice('sha256:'.length, 'sha256:'.length + 24), fallbacks: chain }];
  });
  return new Map(keyed);
}

function lineOf({ entry }: PlacedFile): string {
  return JSON.stringify(entry);
}
