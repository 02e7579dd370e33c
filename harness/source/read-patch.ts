import { hash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { PatchDefinition, SourceDefinition } from '../core/definition.ts';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Command } from '../system/command.ts';
import { applyGit, withoutSettings } from './apply-git.ts';
import { checkoutHolding } from './checkout-holding.ts';
import type { FetchedTree } from './fetched-tree.ts';
import { gitFailure } from './git-failure.ts';
import { withoutUserinfo } from './git-url.ts';
import { fetchRef } from './object-cache.ts';
import type { Patch } from './patch.ts';
import {
  emptyPatch,
  notADiff,
  outsideCheckout,
  unknownRepository,
  unreadablePatch,
} from './patch-failures.ts';
import { runGit } from './run-git.ts';

export interface ReadPatchRequest {
  readonly definition: PatchDefinition;
  readonly position: string;
  /** Where the patch's text goes. */
  readonly file: string;
  readonly fetched: FetchedTree;
  readonly source: SourceDefinition;
  /** `Home.cache`. */
  readonly cache: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

/** Copies a patch, or writes a commit's change as one, and finds what it touches. */
export async function readPatch(request: ReadPatchRequest): Promise<Outcome<Patch>> {
  const { definition, position, file } = request;
  const written =
    'file' in definition ? await copyText(request, definition) : await writeChange(request, definition);
  if (!written.ok) return written;
  const { name, text } = written.value;
  const known = { name, position, checkout: definition.checkout, file };
  if (text.length === 0) return failed(emptyPatch(known));
  const paths = await touchedPaths(request, known);
  return paths.ok ? ok({ ...known, hash: `sha256:${hash('sha256', text)}`, paths: paths.value }) : paths;
}

interface Written {
  readonly name: string;
  readonly text: Buffer;
}

async function copyText(
  { position, file }: ReadPatchRequest,
  definition: PatchDefinition & { readonly file: string },
): Promise<Outcome<Written>> {
  const name = basename(definition.file);
  try {
    const text = await readFile(definition.file);
    await writeFile(file, text);
    return ok({ name, text });
  } catch (error) {
    return failed(unreadablePatch({ name, position }, definition.file, error));
  }
}

/** One commit's change against its first parent, of a commit without one all that it has. */
async function writeChange(
  request: ReadPatchRequest,
  { checkout, ref, url }: PatchDefinition & { readonly ref: string; readonly url?: string },
): Promise<Outcome<Written>> {
  const { fetched, source, file, position, command, signal } = request;
  const newest = fetched.versions.at(-1)?.version ?? '';
  const repository = url ?? checkoutHolding(fetched.checkouts, newest, checkout)?.url;
  if (!repository) return failed(unknownRepository({ name: ref, position }, checkout));
  const mirrors = source.kind === 'git' ? source.mirrors : {};
  const found = await fetchRef({ ...request, url: repository, ref, mirrors });
  if (!found.ok) return found;
  const { gitDir, commit } = found.value;
  const name = `${ref} (${commit.slice(0, 10)})`;
  const finished = await runGit(command, [...changeOfCommit, `--output=${file}`, commit], {
    directory: gitDir,
    env: withoutSettings,
    signal,
  });
  if (finished.exitCode === 0) return ok({ name, text: await readFile(file) });
  const what = `Cannot read the change of ${name} in ${withoutUserinfo(repository)}`;
  return failed(gitFailure(finished, { what, next: 'Look at it with `git show`.', gitDir, signal }));
}

const changeOfCommit = [
  'diff-tree',
  '--root',
  '--diff-merges=first-parent',
  '--no-commit-id',
  '-p',
  '--binary',
  '--full-index',
  '--no-ext-diff',
  '--no-textconv',
];

/** What git itself reads in the patch: the names after the change, and, the other way round, those before it. */
async function touchedPaths(
  { command, signal }: ReadPatchRequest,
  patch: Omit<Patch, 'hash' | 'paths'>,
): Promise<Outcome<readonly string[]>> {
  const paths = new Set<string>();
  for (const direction of [[], ['--reverse']]) {
    const { exitCode, stdout, stderr } = await applyGit(['--numstat', '-z', ...direction], {
      directory: dirname(patch.file),
      patch,
      command,
      signal,
    });
    if (signal.aborted) return failed(interrupted);
    if (exitCode !== 0) return failed(notADiff(patch, stderr));
    for (const line of stdout.split('\0')) if (line) paths.add(line.replace(/^\S+\t\S+\t/, ''));
  }
  const outside = [...paths].find((path) => !staysInside(path));
  return outside === undefined ? ok([...paths].sort()) : failed(outsideCheckout(patch, outside));
}

/** Git looks at what it writes; the file that a copy is made from it would read anywhere. Names are UTF-8. */
function staysInside(path: string): boolean {
  return !/(^|\/)\.{0,2}(\/|$)|\uFFFD/.test(path);
}
