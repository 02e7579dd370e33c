import { resolve } from 'node:path';
import type { GitRepository, GitSource, PatchDefinition, SourceDefinition } from '../core/definition.ts';
import { unreachable } from '../core/unreachable.ts';
import type { SourceFile } from './source-schema.ts';

type GitFile = Extract<SourceFile, { git: unknown }>['git'];
type RepositoryFile = NonNullable<GitFile['vendor']>;
type PatchFile = NonNullable<Extract<SourceFile, { git: unknown }>['patches']>[number];

/** The source that the file means; paths are made absolute, relative to the file's folder. */
export function toSource(source: SourceFile, folder: string): SourceDefinition {
  const patches = source.patches?.map((patch) => toPatch(patch, folder));
  return { ...toCode(source, folder), ...(patches && { patches }) };
}

function toCode(source: SourceFile, folder: string): SourceDefinition {
  if ('debian' in source) return { kind: 'debian', suite: source.debian.suite };
  if ('directory' in source) return { kind: 'directory', path: resolve(folder, source.directory) };
  if ('git' in source) return toGit(source.git, folder);
  return 'image' in source ? { kind: 'image', ref: source.image } : unreachable(source);
}

function toGit(git: GitFile, folder: string): GitSource {
  const { vendor, extensions, skins } = git;
  const beside = [
    ...(vendor ? [['vendor', vendor] as const] : []),
    ...inFolder('extensions', extensions),
    ...inFolder('skins', skins),
  ];
  return {
    kind: 'git',
    core: toRepository(git.core, git.branch, folder),
    submodules: git.submodules ?? !(vendor || extensions || skins),
    checkouts: beside.map(([path, file]) => ({ path, ...toRepository(file, git.branch, folder) })),
    fallback: git.fallback,
    optional: git.optional,
    mirrors: Object.fromEntries(
      Object.entries(git.mirrors).map(([start, url]) => [start, toUrl(url, folder)]),
    ),
  };
}

function inFolder(
  name: string,
  repositories: Readonly<Record<string, RepositoryFile>> = {},
): readonly (readonly [string, RepositoryFile])[] {
  return Object.entries(repositories).map(([folder, file]) => [`${name}/${folder}`, file]);
}

function toRepository(file: RepositoryFile, branch: string, folder: string): GitRepository {
  const { url, branch: own } = typeof file === 'string' ? { url: file, branch: undefined } : file;
  return { url: toUrl(url, folder), branch: own ?? branch };
}

/** A mirror's last slash belongs to the start that it stands for. */
function toUrl(url: string, folder: string): string {
  if (!/^\.{0,2}\//.test(url)) return url;
  return url.endsWith('/') ? `${resolve(folder, url)}/` : resolve(folder, url);
}

function toPatch(patch: PatchFile, folder: string): PatchDefinition {
  if (typeof patch === 'string') return { checkout: '', file: resolve(folder, patch) };
  const checkout = patch.checkout ?? '';
  if ('file' in patch) return { checkout, file: resolve(folder, patch.file) };
  return { checkout, ref: patch.ref, ...(patch.url && { url: toUrl(patch.url, folder) }) };
}
