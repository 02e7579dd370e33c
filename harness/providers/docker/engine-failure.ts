import { type Failure, interrupted } from '../../core/failure.ts';

interface KnownError {
  readonly pattern: RegExp;
  readonly why: string;
  readonly next: string;
}

/** Engines say it in words, MariaDB by its number and long before it gives up. */
const fullDisk =
  /no space left on device|ENOSPC|disk quota exceeded|\berror:? 28\b|errcode: 28\b|error number 28\b/i;

export function tellsOfFullDisk(text: string): boolean {
  return fullDisk.test(text);
}

/** What engines say when something outside gm1 is wrong, most telling first. */
const knownErrors: readonly KnownError[] = [
  {
    pattern: fullDisk,
    why: 'The disk is full.',
    next: 'Free space with `gm1 gc` (or `docker system df` to see what else takes it), then try again.',
  },
  {
    pattern: /port is already allocated|address already in use/i,
    why: 'A port that it publishes is taken by another program.',
    next: 'See `gm1 status` for environments that still run, or `ss -ltnp` for other programs; end one and try again.',
  },
  {
    pattern:
      /ECONNREFUSED|ECONNRESET|EPIPE|ENOENT.*\.sock|socket hang up|cannot connect to the docker daemon/i,
    why: 'The container engine does not answer any more.',
    next: 'Start it again (`gm1 doctor` prints how), then repeat the command.',
  },
  {
    pattern: /EACCES.*\.sock|permission denied.*(?:docker|podman).*sock/i,
    why: 'This user may not use the container engine.',
    next: 'Add the user to the engine’s group or run as root; `gm1 doctor` prints how.',
  },
  {
    pattern: /no such image|image not known|reference does not exist/i,
    why: 'An image that it needs is not there.',
    next: 'Build it with `gm1 build`.',
  },
  {
    pattern: /no such container|no such exec|container .* is not running/i,
    why: 'The container is gone or has stopped.',
    next: 'See `gm1 status`, and start the environment again with `gm1 up`.',
  },
  {
    pattern: /could not find an available.*address pool|all predefined address pools/i,
    why: 'The engine has no address range left for another network.',
    next: 'Remove networks that nobody uses with `gm1 gc` or `docker network prune`, then try again.',
  },
  {
    pattern: /cannot allocate memory|out of memory|ENOMEM/i,
    why: 'The machine has no memory left.',
    next: 'End other programs or environments (`gm1 down`), then try again.',
  },
];

/**
 * An error of the engine's API as a failure: `what` says which work it ended, in a sentence.
 * Work that `signal` ended is `interrupted`, whatever the engine said about it.
 */
export function engineFailure(what: string, error: unknown, signal?: AbortSignal): Failure {
  if (signal?.aborted) return interrupted;
  const message = engineMessage(error);
  const known = knownErrors.find(({ pattern }) => pattern.test(message));
  return {
    kind: 'infrastructure',
    what,
    why: known
      ? `${known.why} (${message})`
      : `The container engine said: ${message}${/[.!?]$/.test(message) ? '' : '.'}`,
    next: known?.next ?? 'Run `gm1 doctor`; if it finds nothing, the message above is the engine’s own.',
  };
}

/** The engine's own words, without the client's prefix. */
export function engineMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^\(HTTP code \d+\) [^-]* - /, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether the engine answered with this HTTP status, 404 for "there is none". */
export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === status;
}
