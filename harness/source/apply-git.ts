import type { Command, Finished } from '../system/command.ts';
import { runGit } from './run-git.ts';

const nowhere = '/nonexistent';

/** Nobody's settings of white space, line ends and the form of diffs count. */
export const withoutSettings = {
  HOME: nowhere,
  XDG_CONFIG_HOME: nowhere,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_COUNT: '0',
  GIT_ATTR_NOSYSTEM: '1',
};

export interface ApplyRequest {
  /** MediaWiki's root. */
  readonly directory: string;
  readonly patch: { readonly checkout: string; readonly file: string };
  readonly command: Command;
  readonly signal: AbortSignal;
}

/** Runs `git apply` on a patch of a checkout. A repository around the folder does not count. */
export function applyGit(
  options: readonly string[],
  { directory, patch, command, signal }: ApplyRequest,
): Promise<Finished> {
  const below = patch.checkout ? [`--directory=${patch.checkout}`] : [];
  const args = ['apply', '-p1', '--whitespace=nowarn', ...below, ...options, patch.file];
  return runGit(command, args, { directory, env: { ...withoutSettings, GIT_DIR: nowhere }, signal });
}
