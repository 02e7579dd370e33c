import { copyFile, link, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TreeEntry } from '../core/tree.ts';
import { isMissing } from '../system/files.ts';
import { listTree, sha256 } from '../system/list-tree.ts';

/** The cache of one language, or nothing where MediaWiki does not know the language. */
export type KeptLanguage = { readonly bytes: number; readonly sha256: string } | 'unknown';

const suffix = '.l10n.php';

/** The localisation caches of languages by their keys, below `Home.cache`; one file serves every tree with its key. */
export class LocalisationStore {
  readonly #languages: string;
  readonly #trees: string;

  constructor(cache: string) {
    this.#languages = join(cache, 'l10n', 'languages');
    this.#trees = join(cache, 'l10n', 'trees');
  }

  /** By key. */
  async kept(): Promise<ReadonlyMap<string, KeptLanguage>> {
    const names = await readdir(this.#languages).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    return new Map(
      names.flatMap((name): [string, KeptLanguage][] => {
        const [key = '', sha256 = '', bytes = ''] = name.split('.');
        if (sha256 === 'unknown') return [[key, 'unknown']];
        return /^[0-9a-f]{64}$/.test(sha256) ? [[key, { sha256, bytes: Number(bytes) }]] : [];
      }),
    );
  }

  /** Takes over what MediaWiki wrote into a folder, for all languages that were asked of it, key by language. */
  async add(directory: string, keys: ReadonlyMap<string, string>): Promise<void> {
    await mkdir(this.#languages, { recursive: true });
    const written = new Map((await listTree(directory)).map((entry) => [entry.path, entry]));
    for (const [language, key] of keys) {
      const file = written.get(`${language}${suffix}`);
      if (file?.kind === 'file') await rename(join(directory, file.path), this.#pathOf(key, file));
      else await copyFile('/dev/null', join(this.#languages, `${key}.unknown`));
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

  async #linkOnce(
    directory: string,
    files: readonly {
      readonly path: string;
      readonly key: string;
      readonly bytes: number;
      readonly sha256: string;
    }[],
  ): Promise<void> {
    if ((await readdir(directory).catch(() => [])).length === files.length) return;
    await mkdir(dirname(directory), { recursive: true });
    const draft = await mkdtemp(`${directory}.part-`);
    try {
      for (const { path, key, ...file } of files) await link(this.#pathOf(key, file), join(draft, path));
      await rm(directory, { recursive: true, force: true });
      await rename(draft, directory).catch((error: unknown) => {
        // Another build has just made the same.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
      });
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  #pathOf(key: string, { sha256, bytes }: { readonly sha256: string; readonly bytes: number }): string {
    return join(this.#languages, `${key}.${sha256}.${bytes}`);
  }
}
