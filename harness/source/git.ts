import type { GitSource } from '../core/definition.ts';
import type { Outcome } from '../core/failure.ts';
import type { Command } from '../system/command.ts';
import type { FetchedTree } from './fetched-tree.ts';

export interface GitRequest {
  readonly source: GitSource;
  /** `Home.cache`. */
  readonly cache: string;
  readonly command: Command;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

export async function fetchGit(_request: GitRequest): Promise<Outcome<FetchedTree>> {
  throw new Error('in the making');
}
