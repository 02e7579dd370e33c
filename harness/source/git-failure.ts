import { type Failure, interrupted } from '../core/failure.ts';
import type { Finished } from '../system/command.ts';
import { withoutUserinfo } from './git-url.ts';

/** What git was asked to do, for the sentence when it could not. */
export interface GitWork {
  /** `Cannot fetch https://…`, without a full stop. */
  readonly what: string;
  /** For a cause that git's words do not show to be the machine's. */
  readonly next: string;
  /** What is kept of the repository. */
  readonly gitDir: string;
  readonly signal: AbortSignal;
}

/** Why git failed, in its own last words, and whose it is to mend. */
export function gitFailure(finished: Finished, { what, next, gitDir, signal }: GitWork): Failure {
  if (signal.aborted) return interrupted;
  const text = `${finished.stderr}\n${finished.reason ?? ''}`;
  const why = `git says: ${lastWords(finished)}`;
  if (text.includes('No space left on device')) return noSpace(what, gitDir);
  // Git does not say why; a full disk is the usual reason.
  if (/unable to (write|create) file/.test(text))
    return { ...noSpace(what, gitDir), what: `${what}: a file could not be written.`, why };
  if (/ENOENT/.test(finished.reason ?? ''))
    return { kind: 'infrastructure', what: `${what}: there is no git.`, next: 'Install git.' };
  if (corruption.test(text)) return { ...corruptRepository(what, gitDir), why };
  return { kind: unreachable.test(text) ? 'infrastructure' : 'usage', what: `${what}.`, why, next };
}

/** `what` is what could not be done, without a full stop. */
export function noSpace(what: string, directory: string): Failure {
  return {
    kind: 'infrastructure',
    what: `${what}: no space left on device.`,
    next: `Make room for ${directory}.`,
  };
}

/** Objects that are broken or missing in what is kept of a repository. */
function corruptRepository(what: string, gitDir: string): Failure {
  return {
    kind: 'infrastructure',
    what: `${what}: its objects are corrupt or incomplete.`,
    next: deleteCache(gitDir),
  };
}

/** The next step when what is kept of a repository is broken. */
export function deleteCache(gitDir: string): string {
  return `Delete ${gitDir}; it is fetched again. If that does not help, the repository itself is broken.`;
}

const corruption =
  /corrupt|inflate:|hash mismatch|bad (object|tree|config line \d+ in file)|unable to read|missing (blob|tree|commit)|object file .* is empty|necessary objects|not a git repository: '|invalid sha1 pointer|does not match index/i;

const unreachable =
  /could not resolve host|could not resolve hostname|failed to connect|connection (refused|timed out|reset|closed)|operation (timed out|too slow)|network is unreachable|returned error: 5\d\d|early EOF|hung up unexpectedly/i;

/** What git adds after the line that says why. */
const empty =
  /^\s*$|^fatal: Could not read from remote|^Please make sure you have|^and the repository exists|^fatal: error processing config/;

function lastWords({ stderr, reason }: Finished): string {
  const lines = stderr.split('\n').filter((line) => !empty.test(line));
  const last = lines.findLast((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? reason ?? 'nothing';
  return withoutUserinfo(last.trim()).replace(/\.?$/, '.');
}
