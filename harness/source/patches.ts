import type { PatchDefinition, SourceDefinition } from '../core/definition.ts';
import type { Outcome } from '../core/failure.ts';
import type { Command } from '../system/command.ts';
import type { FetchedTree } from './fetched-tree.ts';

export interface PatchRequest {
  readonly fetched: FetchedTree;
  readonly source: SourceDefinition;
  readonly patches: readonly PatchDefinition[];
  /** `Home.cache`. */
  readonly cache: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

export async function applyPatches(_request: PatchRequest): Promise<Outcome<FetchedTree>> {
  throw new Error('in the making');
}
