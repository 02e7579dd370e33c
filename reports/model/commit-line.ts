import type { SuspectCommit } from '../../harness/core/suspect.ts';
import { plainLine } from './plain-text.ts';

export function commitLine({ commit, subject, author, date }: SuspectCommit): string {
  return plainLine(`${shortRef(commit)} ${subject} (${author}, ${date.slice(0, 10)})`);
}

/** A commit or hash cut to what tells it from others; a package's version whole. */
export function shortRef(ref: string): string {
  return /^(?:sha256:)?[0-9a-f]{40,}$/.test(ref) ? ref.replace('sha256:', '').slice(0, 10) : ref;
}
