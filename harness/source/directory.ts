import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Checkout } from '../core/manifest.ts';
import { unreachable } from '../core/unreachable.ts';
import type { Command } from '../system/command.ts';
import { isMissing, readIfPresent } from '../system/files.ts';
import { listTree, treeHash } from '../system/list-tree.ts';
import { isLeftOut, layoutOf, versionDefinedIn } from './directory-layout.ts';
import type { FetchedTree } from './fetched-tree.ts';

export interface DirectoryRequest {
  /** A MediaWiki checkout, or a staging directory with one `php-<version>/`. */
  readonly path: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

interface Checked {
  readonly directory: string;
  readonly version: string;
}

/** The code of a folder on this machine, frozen by the hash of its content; nothing in the folder is changed. */
export async function fetchDirectory({
  path,
  command,
  signal,
}: DirectoryRequest): Promise<Outcome<FetchedTree>> {
  const checked = await findTree(path);
  if (!checked.ok) return checked;
  const { directory, version } = checked.value;
  const entries = await listTree(directory, isLeftOut);
  const target = `php-${version}`;
  const checkout = {
    repo: 'mediawiki/core',
    path: target,
    commit_ref: treeHash(entries),
    ...(await gitState(directory, command, signal)),
  };
  return ok({
    versions: [{ version, parts: [{ directory, target, entries }] }],
    checkouts: [checkout],
  });
}

async function findTree(path: string): Promise<Outcome<Checked>> {
  const names = await namesIn(path);
  if (!names) return failed(problem(`There is no folder ${path}.`, 'Correct `directory` of the track.'));
  const layout = layoutOf(names);
  switch (layout.kind) {
    case 'checkout':
      return checkTree(path);
    case 'staging': {
      const [tree, another] = layout.trees;
      if (tree && !another) return checkTree(join(path, tree), tree.slice('php-'.length));
      return failed(notOneVersion(path, layout.trees));
    }
    case 'unknown':
      return failed(notMediaWiki(path));
    default:
      return unreachable(layout);
  }
}

/** In a staging directory the folder's name says the version, which may be `next` or `master`. */
async function checkTree(directory: string, named?: string): Promise<Outcome<Checked>> {
  const defines = await readIfPresent(join(directory, 'includes', 'Defines.php'));
  if (defines === undefined) return failed(notMediaWiki(directory));
  const version = named ?? versionDefinedIn(defines);
  if (!version) return failed(notMediaWiki(directory));
  if ((await readIfPresent(join(directory, 'vendor', 'autoload.php'))) === undefined)
    return failed(
      problem(
        `${directory} has no vendor/autoload.php, so MediaWiki could not start.`,
        'Run `composer install --no-dev` there, or clone mediawiki/vendor into vendor/.',
      ),
    );
  return ok({ directory, version });
}

async function gitState(
  directory: string,
  command: Command,
  signal: AbortSignal,
): Promise<Pick<Checkout, 'branch'>> {
  const top = await readIfGit(directory, command, signal, ['rev-parse', '--show-prefix', 'HEAD']);
  const [prefix, head] = top?.split('\n') ?? [];
  if (prefix !== '' || !head) return {};
  const branch = await readIfGit(directory, command, signal, ['symbolic-ref', '--short', 'HEAD']);
  return { ...(branch && { branch }) };
}

async function readIfGit(
  directory: string,
  command: Command,
  signal: AbortSignal,
  args: readonly string[],
): Promise<string | undefined> {
  const { exitCode, stdout } = await command.run('git', ['-C', directory, ...args], { signal });
  return exitCode === 0 ? stdout : undefined;
}

async function namesIn(path: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}

function notMediaWiki(path: string): Failure {
  return problem(
    `${basename(path)} is neither a MediaWiki checkout nor a staging directory: ${path} has no includes/Defines.php with MW_VERSION.`,
    'Point `directory` of the track at a folder that has it, or at one with php-<version>/.',
  );
}

function notOneVersion(path: string, trees: readonly string[]): Failure {
  return trees.length === 0
    ? problem(
        `The staging directory ${path} has no php-<version>/.`,
        'Prepare one, or point `directory` at a MediaWiki checkout.',
      )
    : problem(
        `The staging directory ${path} has several versions: ${trees.join(', ')}.`,
        `Point \`directory\` at one of them, ${join(path, trees.at(-1) ?? '')} for example.`,
      );
}

function problem(what: string, next: string): Failure {
  return { kind: 'usage', what, next };
}
