import type { Failure } from '../core/failure.ts';

interface KnownOutput {
  readonly pattern: RegExp;
  readonly why: (suite: string) => string;
  readonly next: string;
}

/** Whatever was fetched, and however else it reads: a bad signature also is a repository that cannot be used. */
const gravest: readonly KnownOutput[] = [
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
];

/** What apt says, most telling first. */
const knownOutputs: readonly KnownOutput[] = [
  ...gravest,
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

/** By exit code. */
const sourcePackageFailures: Readonly<Record<number, string>> = {
  4: 'The mirror has no source package of MediaWiki with tests in that suite, and binary packages have none',
  5: 'Its source package, which alone has them, could not be downloaded',
};

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

/** Why the tests in a suite's source package could not be had, from the exit code and output of fetch-debian-tests.sh. */
export function debianTestsFailure(suite: string, exitCode: number, output: string): Failure {
  const what = `The tests of MediaWiki could not be fetched from the Debian suite ${suite}.`;
  const why = sourcePackageFailures[exitCode];
  if (!why || gravest.some(({ pattern }) => pattern.test(output)))
    return { ...debianFailure(suite, output), what };
  return {
    kind: 'infrastructure',
    what,
    why: `${why}: ${lastWords(output).replace(/\.+$/, '')}.`,
    next: 'Run the tests of the other track (--tests-of), or take this one from git or a directory that has its tests.',
  };
}

function lastWords(output: string): string {
  return output.trim().split('\n').slice(-3).join(' / ') || '(nothing)';
}
