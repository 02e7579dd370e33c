import { link, lstat, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TreeEntry } from '../core/tree.ts';
import { isMissing } from '../system/files.ts';
import { listTree, sha256 } from '../system/list-tree.ts';
import { mapInOrder } from '../system/map-in-order.ts';

/** The cache of one language, or nothing where MediaWiki does not know the language. */
export type KeptLanguage = { readonly bytes: number; readonly sha256: string } | 'unknown';

const suffix = '.l10n.php';

interface KeptFile {
  /** In the folder that is made of it. */
  readonly path: string;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The localisation caches of languages by their keys, below `Home.cache`; one file serves every tree with its key. */
export class LocalisationStore {
  readonly #languages: string;
  readonly #trees: string;

  constructor(cache: string) {
    this.#languages = join(cache, 'l10n', 'languages');
    this.#trees = join(cache, 'l10n', 'trees');
  }

  /** By key. Not those whose file lost its content when the machine went down. */
  async kept(): Promise<ReadonlyMap<string, KeptLanguage>> {
    const names = await readdir(this.#languages).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const found = await mapInOrder(names.sort(), 32, async (name): Promise<[string, KeptLanguage][]> => {
      const [key = '', sha256 = '', size = ''] = name.split('.');
      if (sha256 === 'unknown') return [[key, 'unknown']];
      const bytes = Number(size);
      const isWhole = (await sizeOf(join(this.#languages, name))) === bytes;
      return isWhole && /^[0-9a-f]{64}$/.test(sha256) ? [[key, { sha256, bytes }]] : [];
    });
    return new Map(found.flat());
  }

  /** Takes over what MediaWiki wrote into a folder, for all languages that were asked of it, key by language. */
  async add(directory: string, keys: ReadonlyMap<string, string>): Promise<void> {
    await mkdir(this.#languages, { recursive: true });
    const written = new Map((await listTree(directory)).map((entry) => [entry.path, entry]));
    for (const [language, key] of keys) {
      const file = written.get(`${language}${suffix}`);
      if (file?.kind === 'file') await rename(join(directory, file.path), this.#pathOf({ ...file, key }));
      else await writeFile(join(this.#languages, `${key}.unknown`), '');
    }
  }

  /** A folder with the files of languages under their names, and what is in it; languages that are unknown are left out. */
  async tree(
    keys: ReadonlyMap<string, string>,
  ): Promise<{ readonly directory: string; readonly entries: readonly TreeEntry[] }> {
    const kept = await this.kept();
    const files = [...keys].sort().flatMap(([language, key]) => {
      const file = kept.get(key);
      if (file === undefined) throw new Error(`The localisation cache of ${language} is not kept.`);
      return file === 'unknown' ? [] : [{ path: `${language}${suffix}`, key, ...file }];
    });
    const directory = join(
      this.#trees,
      sha256(JSON.stringify(files)).slice('sha256:'.length, 'sha256:'.length + 16),
    );
    await this.#linkOnce(directory, files);
    const entries = files.map(({ path, bytes, sha256 }): TreeEntry => {
      return { kind: 'file', path, executable: false, bytes, sha256 };
    });
    return { directory, entries };
  }

  async #linkOnce(directory: string, files: readonly KeptFile[]): Promise<void> {
    if (await holds(directory, files)) return;
    await mkdir(dirname(directory), { recursive: true });
    const draft = await mkdtemp(`${directory}.part-`);
    try {
      for (const { path, ...file } of files) await link(this.#pathOf(file), join(draft, path));
      if (await renameIfFree(draft, directory)) return;
      // Another build may have made it meanwhile, and use it.
      if (await holds(directory, files)) return;
      await rm(directory, { recursive: true, force: true });
      await renameIfFree(draft, directory);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  #pathOf({ key, sha256, bytes }: Omit<KeptFile, 'path'>): string {
    return join(this.#languages, `${key}.${sha256}.${bytes}`);
  }
}

async function holds(directory: string, files: readonly KeptFile[]): Promise<boolean> {
  const sizes = await mapInOrder(files, 32, ({ path }) => sizeOf(join(directory, path)));
  const names = await readdir(directory).catch(() => []);
  return names.length === files.length && files.every(({ bytes }, index) => sizes[index] === bytes);
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await lstat(file)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function renameIfFree(draft: string, directory: string): Promise<boolean> {
  try {
    await rename(draft, directory);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY') return false;
    throw error;
  }
}
