import { type Failure, interrupted } from '../../core/failure.ts';
import { engineFailure, engineMessage } from './engine-failure.ts';

interface KnownError {
  readonly pattern: RegExp;
  readonly kind: 'usage' | 'infrastructure';
  readonly why: string;
  readonly next: string;
}

/** What engines say of an image that they do not get, most telling first. */
const knownErrors: readonly KnownError[] = [
  {
    pattern: /no space left on device|disk quota/i,
    kind: 'infrastructure',
    why: 'The disk is full.',
    next: 'Free space with `gm1 gc`, then try again.',
  },
  {
    pattern: /invalid reference format|invalid checksum digest/i,
    kind: 'usage',
    why: 'That is not the name of an image.',
    next: 'Write registry/name@sha256:… or registry/name:tag.',
  },
  {
    pattern: /manifest unknown|manifest for .* not found|name unknown|no such image|not known/i,
    kind: 'usage',
    why: 'The registry has no such image, and neither has the engine.',
    next: 'Correct `image` of the track, for example after a look at the registry’s list of tags.',
  },
  {
    pattern: /no basic auth credentials|unauthorized|authentication required|incorrect username or password/i,
    kind: 'infrastructure',
    why: 'The registry does not know who you are.',
    next: 'Log in with `docker login` to this registry, then try again.',
  },
  {
    pattern: /denied|forbidden|insufficient_scope/i,
    kind: 'infrastructure',
    why: 'The registry does not let you read it, or has no such image.',
    next: 'Correct `image` of the track, or log in with `docker login` as somebody who may.',
  },
  {
    pattern: /x509|tls:|HTTP response to HTTPS client/i,
    kind: 'infrastructure',
    why: 'The engine does not trust the connection to the registry.',
    next: 'Install the registry’s certificate for the engine, or list it in the engine’s `insecure-registries`.',
  },
  {
    pattern:
      /connection refused|no such host|no route to host|network is unreachable|timeout|deadline exceeded|server misbehaving|EOF/i,
    kind: 'infrastructure',
    why: 'The registry does not answer.',
    next: 'Correct the name, or see that the registry runs and that the engine reaches it, then try again.',
  },
];

/** Why an image is not to be had, in a sentence. */
export function pullFailure(ref: string, error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return interrupted;
  const message = engineMessage(error);
  const known = knownErrors.find(({ pattern }) => pattern.test(message));
  const what = `The image ${ref} could not be pulled.`;
  if (!known) return engineFailure(what, error);
  return { kind: known.kind, what, why: `${known.why} (${message})`, next: known.next };
}
