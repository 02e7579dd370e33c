import type { Failure } from '../core/failure.ts';

interface KnownOutput {
  readonly pattern: RegExp;
  readonly why: (suite: string) => string;
  readonly next: string;
}

/** What apt says, most telling first: a bad signature also reads as a repository that cannot be used. */
const knownOutputs: readonly KnownOutput[] = [
  {
    pattern: /no space left on device/i,
    why: () => 'The disk is full.',
    next: 'Free space with `gm1 gc`, then try again.',
  },
  {
    pattern:
      /NO_PUBKEY|BADSIG|EXPKEYSIG|signatures? (?:couldn't be verified|verification failed)|is not signed|Hash Sum mismatch|did NOT match/i,
    why: (suite) =>
      `The signature or a checksum of suite ${suite} is wrong for the keys of the base image; nothing of it was used.`,
    next: 'Make sure that apt’s mirror is the one you expect; if its keys are newer, remove the base image with `docker rmi` to make it afresh.',
  },
  {
    pattern: /does not have a Release file|404 +Not Found/i,
    why: (suite) => `The mirror has no suite ${suite}.`,
    next: 'Check `debian.suite` of the track in the environment definition: trixie, sid, bookworm and so on.',
  },
  {
    pattern: /Unable to locate package|no installation candidate|Can't find a source to download/i,
    why: (suite) => `Suite ${suite} has no packages mediawiki and mediawiki-classes.`,
    next: 'Choose a suite that packages MediaWiki, trixie or sid for example.',
  },
  {
    pattern:
      /resolving|could not connect|connection (?:failed|timed out|refused)|unreachable|failed to fetch/i,
    why: () => 'The package mirror does not answer.',
    next: 'Check the network of the containers (`gm1 doctor`) and apt’s mirror on this machine, then try again.',
  },
];

/** Why the packages of a suite could not be had, from the output of apt. */
export function debianFailure(suite: string, output: string): Failure {
  const known = knownOutputs.find(({ pattern }) => pattern.test(output));
  return {
    kind: known?.pattern.test('404 Not Found') ? 'usage' : 'infrastructure',
    what: `MediaWiki could not be fetched from the Debian suite ${suite}.`,
    why: known?.why(suite) ?? `The last words were: ${lastWords(output)}`,
    next:
      known?.next ??
      'Try again; if it stays, run environments/images/fetch-debian.sh by hand in the base image.',
  };
}

function lastWords(output: string): string {
  return output.trim().split('\n').slice(-3).join(' / ') || '(nothing)';
}
