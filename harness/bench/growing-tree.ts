import { appendFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseTree } from '../testing/git-farm.ts';

/** A copy of a MediaWiki that is changed and grows. */
export class GrowingTree {
  readonly directory: string;
  readonly #release: ReleaseTree;
  #changes = 0;

  private constructor(directory: string, release: ReleaseTree) {
    this.directory = directory;
    this.#release = release;
  }

  static async create(directory: string, release: ReleaseTree): Promise<GrowingTree> {
    await copyTree(release.directory, directory);
    return new GrowingTree(directory, release);
  }

  /** Changes that many files of code, none of which the localisation caches depend on. */
  async changeFiles(count: number): Promise<void> {
    const paths = this.#release.entries.map(({ path }) => path).filter(isPlainCode);
    if (paths.length < count) throw new Error(`The tree has just ${paths.length} files of code.`);
    const line = `\n// ${++this.#changes}\n`;
    for (const path of paths.slice(0, count)) await appendFile(join(this.directory, path), line);
  }

  /** Changes one message of Welsh, which no other language falls back to. */
  async changeMessage(): Promise<void> {
    const path = join(this.directory, 'languages/i18n/cy.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/"sunday": ".*?"/, `"sunday": "${++this.#changes}"`));
  }

  /** Puts localisation caches where they are in an image; gm1 does not look at them there. */
  async addCaches(caches: string): Promise<void> {
    await cp(caches, join(this.directory, 'cache/l10n'), { recursive: true });
  }

  async removeCaches(): Promise<void> {
    await rm(join(this.directory, 'cache/l10n'), { recursive: true });
  }

  /** Puts a whole copy of the release below `resources/`. */
  async grow(name: string): Promise<void> {
    await copyTree(this.#release.directory, join(this.directory, 'resources', name));
  }
}

function isPlainCode(path: string): boolean {
  if (/i18n|alias|magic|namespace|^includes\/(?:languages?|cache\/localisation)\//i.test(path)) return false;
  return /^(?:extensions|includes|resources)\/.*\.(?:php|js)$/.test(path);
}

function copyTree(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true, verbatimSymlinks: true });
}
