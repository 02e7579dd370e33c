import { copyFile, lstat, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finished } from '../system/command.ts';
import { isMissing } from '../system/files.ts';
import { mapInOrder } from '../system/map-in-order.ts';
import { type CheckoutFolder, gitIn, scopeOf } from './checkout-state-git.ts';
import { gitDirOf } from './checkout-state-stamp.ts';

export interface Differences {
  /** Absent before the first commit. */
  readonly commit?: string;
  /** Whether a file that git knows may differ. */
  readonly changed: boolean;
  readonly untracked: readonly string[];
}

/** So that a record of a build stays a record; what is beyond is counted. */
const limits = { diffCharacters: 4_000_000, files: 200, fileBytes: 500_000 };

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** How many files differ from the commit, and `git diff` of them with paths below MediaWiki's root. */
export async function diffCheckout(
  folder: CheckoutFolder,
  differences: Differences,
): Promise<{ readonly dirty: number; readonly diff: string }> {
  const { commit, changed, untracked } = differences;
  const known = changed ? await diffKnown(folder, commit ?? emptyTree) : { files: [], patch: '' };
  const files = new Set([...known.files, ...untracked]);
  if (files.size === 0) return { dirty: 0, diff: '' };
  const title = `# ${folder.path || 'core'} at ${commit ?? 'no commit'}\n`;
  return { dirty: files.size, diff: title + known.patch + (await diffUntracked(folder, untracked)) };
}

/** `git diff` refreshes the index that it reads, so it gets a copy. */
async function diffKnown(folder: CheckoutFolder, commit: string) {
  const scratch = await mkdtemp(join(tmpdir(), 'gm1-index-'));
  try {
    const index = join(scratch, 'index');
    await copyIndex(join(gitDirOf(folder.directory), 'index'), index);
    const git = gitIn(folder, index);
    const differing = ['diff', commit, '--no-renames', '--ignore-submodules=all'];
    const names = await git(...differing, '--name-only', '-z', '--', ...scopeOf(folder));
    const patch = await git(...differing, ...asPatch(folder.path), '--', ...scopeOf(folder));
    return { files: names.stdout.split('\0').filter(Boolean), patch: patchText(patch) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** With its time, from which git sees which files may have changed so soon after it that their times do not tell. */
async function copyIndex(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
    const { atime, mtime } = await stat(from);
    await utimes(to, atime, mtime);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function asPatch(path: string): readonly string[] {
  const below = path ? `${path}/` : '';
  const prefixes = [`--src-prefix=a/${below}`, `--dst-prefix=b/${below}`];
  return ['--binary', '--no-color', '--no-ext-diff', '--no-textconv', ...prefixes];
}

function patchText({ exitCode, stdout }: Finished): string {
  if (exitCode === 0 && stdout.length <= limits.diffCharacters) return stdout && `${stdout}\n`;
  return '# Left out: the changes of known files, which are more than 4 MB.\n';
}

/** Git is asked one file at a time, since it compares with nothing only outside its index. */
async function diffUntracked(folder: CheckoutFolder, untracked: readonly string[]): Promise<string> {
  const { directory, path } = folder;
  const git = gitIn(folder);
  const sizes = await mapInOrder(untracked, 16, async (file) => (await lstat(join(directory, file))).size);
  const small = untracked.filter((_file, index) => (sizes[index] ?? 0) <= limits.fileBytes);
  const shown = small.slice(0, limits.files);
  const diffs = await mapInOrder(shown, 4, (file) =>
    git('diff', '--no-index', ...asPatch(path), '--', '/dev/null', file),
  );
  const texts = diffs.map(({ stdout }) => stdout && `${stdout}\n`);
  const rest = untracked.length - shown.length;
  if (rest > 0) texts.push(`# Left out: ${rest} untracked files, which are large or many.\n`);
  return texts.join('');
}
