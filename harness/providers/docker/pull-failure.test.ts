import { expect, test } from 'vitest';
import { failureSentence } from '../../core/failure.ts';
import { pullFailure } from './pull-failure.ts';

const going = new AbortController().signal;

/** What Docker and Podman say. */
test.each([
  ['manifest for x@sha256:1 not found: manifest unknown: manifest unknown', 'usage', 'has no such image'],
  ['reading manifest 1 in 127.0.0.1:5000/x: name unknown', 'usage', 'has no such image'],
  ['invalid reference format', 'usage', 'not the name of an image'],
  [
    'pull access denied for x, repository does not exist or may require docker login',
    'infrastructure',
    'does not let you read',
  ],
  ['Head "http://x/v2/": no basic auth credentials', 'infrastructure', 'docker login'],
  ['dial tcp 127.0.0.1:1: connect: connection refused', 'infrastructure', 'does not answer'],
  ['timeout: it said nothing for 60 s', 'infrastructure', 'does not answer'],
  ['dial tcp: lookup registry.example.org: no such host', 'infrastructure', 'does not answer'],
  ['x509: certificate signed by unknown authority', 'infrastructure', 'does not trust'],
  ['write /var/lib/x: no space left on device', 'infrastructure', 'disk is full'],
  ['something new', 'infrastructure', 'The container engine said: something new.'],
])('%s', (message, kind, words) => {
  const failure = pullFailure('registry/x', new Error(message), going);
  expect(failure.kind).toBe(kind);
  expect(failureSentence(failure)).toContain('registry/x');
  expect(failureSentence(failure)).toContain(words);
});

test('what was interrupted is no failure of the registry', () => {
  expect(pullFailure('x', new Error('denied'), AbortSignal.abort())).toMatchObject({ kind: 'interrupted' });
});
