import type { Command, Finished } from '../system/command.ts';
import { leftOutPathspecs } from './directory-layout.ts';
import { runGit } from './run-git.ts';

export interface CheckoutFolder {
  readonly directory: string;
  /** Relative to MediaWiki's root; begins the paths in the diff. */
  readonly path: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

export type Git = (...args: readonly string[]) => Promise<Finished>;

/**
 * Runs git in a checkout, with another index than the checkout's own if one is given. The repository is named, so that
 * git does not take one further up when this one is broken.
 */
export function gitIn({ directory, command, signal }: CheckoutFolder, index?: string): Git {
  const where = [`--git-dir=${directory}/.git`, `--work-tree=${directory}`, '-c', 'core.fsmonitor=false'];
  const env = index !== undefined && { env: { GIT_INDEX_FILE: index } };
  return (...args) => runGit(command, [...where, ...args], { directory, signal, ...env });
}

/** Pathspecs of what counts of the checkout. */
export function scopeOf({ path }: CheckoutFolder): readonly string[] {
  return ['.', ...leftOutPathspecs(path)];
}
