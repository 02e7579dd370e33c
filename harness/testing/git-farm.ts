import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { TreeEntry } from '../core/tree.ts';
import { type Changes, type Content, importCommit } from './fast-import.ts';

/** A MediaWiki on this machine. */
export interface ReleaseTree {
  readonly directory: string;
  readonly entries: readonly TreeEntry[];
}

const branches = { core: 'wmf/next', submodule: 'master' } as const;

/**
 * Throw-away git repositories with the MediaWiki of a release, as Wikimedia has them: core on `wmf/next`, and vendor,
 * every extension and every skin as submodules of it, with relative URLs. The same commits have the same ids in every
 * farm. A copy of the folder is a farm as well.
 */
export class GitFarm {
  /** As a definition has it; `mirrors` leads from there to this farm. */
  static readonly url = 'https://git.example.org/mediawiki/core';
  readonly directory: string;
  /** Paths in core. */
  readonly submodules: readonly string[];
  readonly #heads = new Map<string, string>();
  #time = Date.UTC(2026, 0, 1) / 1000;

  private constructor(directory: string, submodules: readonly string[]) {
    this.directory = directory;
    this.submodules = submodules;
  }

  /** The tree becomes the first commit of each repository. */
  static async create(directory: string, tree: ReleaseTree): Promise<GitFarm> {
    const farm = new GitFarm(directory, submodulesOf(tree));
    for (const path of [...farm.submodules, '']) {
      await farm.#init(path);
      await farm.upgrade(path, tree);
    }
    return farm;
  }

  /** The lines of a definition's source, as YAML. */
  source(directory = this.directory): string {
    return `{ git: { core: "${GitFarm.url}", mirrors: { "https://git.example.org/": "${directory}/" } } }`;
  }

  /** The newest commit of a repository; core's path is empty. */
  head(path: string): string {
    return this.#heads.get(path) ?? '';
  }

  async commit(path: string, subject: string, changes: Changes): Promise<string> {
    const commit = await importCommit({
      repository: this.#repository(path),
      branch: path ? branches.submodule : branches.core,
      subject,
      time: this.#time++,
      changes,
    });
    this.#heads.set(path, commit);
    return commit;
  }

  /** Makes the files of a repository, or of one folder of it, those of a release. */
  async upgrade(path: string, to: ReleaseTree, folder = ''): Promise<string> {
    const own = this.#own(path, to.entries).filter((entry) => entry.path.startsWith(folder && `${folder}/`));
    const isWholeCore = path === '' && folder === '';
    const changes = new Map<string, Content>([
      [folder, { kind: 'gone' }],
      ...own.flatMap((entry) => contentOf(entry, join(to.directory, path))),
      ...(isWholeCore ? this.#submoduleEntries() : []),
    ]);
    return this.commit(path, `Upgrade ${folder || path || 'core'}`, changes);
  }

  /** Lets core have the newest commit of a submodule. */
  async bump(...paths: readonly string[]): Promise<string> {
    const changes = new Map(paths.map((path) => [path, this.#link(path)]));
    return this.commit('', `Update ${paths.join(', ')}`, changes);
  }

  #submoduleEntries(): readonly [string, Content][] {
    const text = this.submodules.map(section).join('');
    const links = this.submodules.map((path): [string, Content] => [path, this.#link(path)]);
    return [['.gitmodules', { kind: 'text', text }], ...links];
  }

  #link(path: string): Content {
    return { kind: 'submodule', commit: this.head(path) };
  }

  #repository(path: string): string {
    return join(this.directory, 'mediawiki', path || 'core');
  }

  /** The entries of a release that belong to a repository, relative to it. */
  #own(path: string, entries: readonly TreeEntry[]): readonly TreeEntry[] {
    if (path)
      return entries.flatMap((entry) =>
        entry.path.startsWith(`${path}/`) ? [{ ...entry, path: entry.path.slice(path.length + 1) }] : [],
      );
    const others = new Set(this.submodules);
    return entries.filter((entry) => !others.has(submoduleOf(entry.path)));
  }

  /** Nothing is compressed on the way out: the disk is near, and tests are to be fast. */
  async #init(path: string): Promise<void> {
    const repository = this.#repository(path);
    await mkdir(repository, { recursive: true });
    await execa('git', ['init', '--quiet', '--bare', '--template=', repository]);
    const settings = { 'pack.window': '0', 'pack.compression': '0', 'uploadpack.allowAnySHA1InWant': 'true' };
    for (const [key, value] of Object.entries(settings))
      await execa('git', ['--git-dir', repository, 'config', key, value]);
  }
}

function submodulesOf({ entries }: ReleaseTree): readonly string[] {
  return entries.flatMap(({ kind, path }) => (kind === 'folder' && submoduleOf(path) === path ? [path] : []));
}

/** The path of the submodule that a path is or lies in; else empty. */
function submoduleOf(path: string): string {
  return /^(?:vendor|(?:extensions|skins)\/[^/]+)(?=\/|$)/.exec(path)?.[0] ?? '';
}

function section(path: string): string {
  return `[submodule "${path}"]\n\tpath = ${path}\n\turl = ../${path}\n\tbranch = .\n`;
}

function contentOf(entry: TreeEntry, directory: string): [string, Content][] {
  const from = join(directory, entry.path);
  switch (entry.kind) {
    case 'folder':
      return [];
    case 'link':
      return [[entry.path, { kind: 'link', from }]];
    case 'file':
      return [[entry.path, { kind: 'file', from, executable: entry.executable }]];
  }
}
