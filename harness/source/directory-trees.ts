import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import { unreachable } from '../core/unreachable.ts';
import { isMissing, readIfPresent } from '../system/files.ts';
import { layoutOf, versionDefinedIn } from './directory-layout.ts';

/** A folder with a MediaWiki that could start. */
export interface MediaWikiTree {
  readonly directory: string;
  readonly version: string;
}

/** The MediaWikis of a folder: itself, or every `php-<version>/` of a staging directory. At least one. */
export async function findTrees(path: string): Promise<Outcome<readonly MediaWikiTree[]>> {
  const names = await namesIn(path);
  if (!names) return failed(problem(`There is no folder ${path}.`, 'Correct `directory` of the track.'));
  const layout = layoutOf(names);
  switch (layout.kind) {
    case 'checkout':
      return checkTrees([{ directory: path }]);
    case 'staging':
      return layout.trees.length > 0
        ? checkTrees(layout.trees.map((tree) => ({ directory: join(path, tree), tree })))
        : failed(noVersion(path));
    case 'unknown':
      return failed(notMediaWiki(path));
    default:
      return unreachable(layout);
  }
}

async function checkTrees(
  folders: readonly { readonly directory: string; readonly tree?: string }[],
): Promise<Outcome<readonly MediaWikiTree[]>> {
  const trees: MediaWikiTree[] = [];
  for (const { directory, tree } of folders) {
    const checked = await checkTree(directory, tree?.slice('php-'.length));
    if (!checked.ok) return checked;
    trees.push(checked.value);
  }
  return ok(trees);
}

/** In a staging directory the folder's name says the version, which may be `next` or `master`. */
async function checkTree(directory: string, named?: string): Promise<Outcome<MediaWikiTree>> {
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

function noVersion(path: string): Failure {
  return problem(
    `The staging directory ${path} has no php-<version>/.`,
    'Prepare one, or point `directory` at a MediaWiki checkout.',
  );
}

function problem(what: string, next: string): Failure {
  return { kind: 'usage', what, next };
}
