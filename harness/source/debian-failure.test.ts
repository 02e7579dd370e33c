import { expect, test } from 'vitest';
import { failureSentence } from '../core/failure.ts';
import { debianFailure } from './debian-failure.ts';

test.each([
  [
    'Temporary failure resolving',
    "E: Failed to fetch x/InRelease  Temporary failure resolving 'x'",
    'mirror does not answer',
    'infrastructure',
  ],
  [
    'no connection',
    'Could not connect to x:80 (10.0.0.1), connection timed out',
    'mirror does not answer',
    'infrastructure',
  ],
  [
    'no such suite',
    "Err:2 x nosuch Release\n  404  Not Found [IP: 10.0.0.1 80]\nE: The repository 'x nosuch Release' does not have a Release file.",
    'has no suite nosuch',
    'usage',
  ],
  ['no such package', 'E: Unable to locate package mediawiki', 'no packages mediawiki', 'infrastructure'],
  [
    'no key',
    "W: OpenPGP signature verification failed: The signatures couldn't be verified because no keyring is specified\nE: The repository 'x trixie InRelease' is not signed.",
    'signature or a checksum',
    'infrastructure',
  ],
  [
    'another content than listed',
    'sha256sum: WARNING: 1 computed checksum did NOT match',
    'signature or a checksum',
    'infrastructure',
  ],
  ['a full disk', 'dpkg-deb: error: write failed: No space left on device', 'disk is full', 'infrastructure'],
  ['something else', 'one\ntwo\nthree\nfour', 'two / three / four', 'infrastructure'],
])('%s is told with the suite and what to do', (_case, output, why, kind) => {
  const failure = debianFailure('nosuch', output);
  expect(failure.kind).toBe(kind);
  expect(failureSentence(failure)).toMatch(/^MediaWiki could not be fetched from the Debian suite nosuch\. /);
  expect(failure.why).toContain(why);
  expect(failure.next).not.toBe('');
});
