import { z } from 'zod';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Finished } from '../system/command.ts';
import { diffCheckout } from './checkout-state-diff.ts';
import { type CheckoutFolder, gitIn, scopeOf } from './checkout-state-git.ts';
import { withoutUserinfo } from './git-url.ts';

export const checkoutStateSchema = z
  .object({
    /** Absent before the first commit. */
    commit: z.string().exactOptional(),
    /** Absent when HEAD is detached. */
    branch: z.string().exactOptional(),
    /** Of the commit, in seconds since 1970. */
    committed: z.number().exactOptional(),
    url: z.string().exactOptional(),
    /** Files that differ from the commit, untracked ones included, ignored ones not. */
    dirty: z.number(),
    diff: z.string(),
  })
  .readonly();

/** What git knows of a checkout in a folder of this machine. */
export type CheckoutState = z.infer<typeof checkoutStateSchema>;

/** Fails when git cannot read the checkout. Writes nothing, the index included. */
export async function readCheckoutState(folder: CheckoutFolder): Promise<Outcome<CheckoutState>> {
  const git = gitIn(folder);
  const status = await git(
    ...['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=all'],
    ...['--no-renames', '--ignore-submodules=all', '--', ...scopeOf(folder)],
  );
  if (status.exitCode !== 0) return failed(unreadable(folder, status));
  const { branch, ...differences } = parseStatus(status.stdout);
  const { commit } = differences;
  const committed = commit && (await git('show', '-s', '--format=%ct', '--no-show-signature', commit));
  const url = await git('config', '--get', 'remote.origin.url');
  const { dirty, diff } = await diffCheckout(folder, differences);
  return ok({
    ...(commit && { commit }),
    ...(branch && { branch }),
    ...(committed && committed.exitCode === 0 && { committed: Number(committed.stdout) }),
    ...(url.exitCode === 0 && { url: withoutUser(url.stdout) }),
    dirty,
    diff,
  });
}

interface Status {
  readonly commit?: string;
  readonly branch?: string;
  readonly changed: boolean;
  readonly untracked: readonly string[];
}

/** Reads `git status --porcelain=v2 --branch -z` (git-status(1)). */
function parseStatus(output: string): Status {
  const records = output.split('\0');
  const header = (name: string) =>
    records.find((record) => record.startsWith(`# branch.${name} `))?.slice(`# branch.${name} `.length);
  const [commit, branch] = [header('oid'), header('head')];
  return {
    ...(commit && commit !== '(initial)' && { commit }),
    ...(branch && branch !== '(detached)' && { branch }),
    changed: records.some((record) => /^[12u] /.test(record)),
    untracked: records.filter((record) => /^\? .*[^/]$/s.test(record)).map((record) => record.slice(2)),
  };
}

function withoutUser(url: string): string {
  return withoutUserinfo(url.trim()).replace(/^[^/@:]+@(?=[^/]+:)/, '');
}

function unreadable({ directory }: CheckoutFolder, { stderr, reason }: Finished) {
  const why = (stderr.trim().split('\n')[0] || reason) ?? 'git did not say why';
  return {
    kind: 'infrastructure' as const,
    what: `Git cannot read the checkout ${directory}, so its content stands for its commit.`,
    why: `It says: ${withoutUserinfo(why)}`,
    next: `Run \`git -C ${directory} status\` to see it.`,
  };
}
