import { expect, test } from 'vitest';
import { failureSentence } from '../../core/failure.ts';
import { pushFailure } from './push-failure.ts';

const never = new AbortController().signal;
const name = 'registry.example.org/gm1/mediawiki:1';

test.each([
  ['a full disk', 'blob upload: write /var/lib/x: no space left on device', /disk of the registry is full/],
  ['no login', '(HTTP code 500) server error - no basic auth credentials', /who you are.*docker login/],
  ['a wrong login', 'unauthorized: incorrect username or password', /who you are.*docker login/],
  ['no right', 'denied: requested access to the resource is denied', /does not let you write/],
  ['a certificate', 'Get "https://r/v2/": x509: certificate signed by unknown authority', /does not trust/],
  ['plain HTTP', 'http: server gave HTTP response to HTTPS client', /does not trust.*insecure-registries/],
  [
    'nobody there',
    'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
    /not answer/,
  ],
  ['no such name', 'dial tcp: lookup registry.invalid: no such host', /not answer/],
  ['an error of its own', 'received unexpected HTTP status: 500 Internal Server Error', /registry’s log/],
  ['an image that is not there', 'No such image: gm1/mediawiki:1', /gm1 build/],
  ['something else', 'manifest invalid', /manifest invalid/],
])('%s is one sentence that names what was to be published', (_what, message, sentence) => {
  const failure = pushFailure(name, new Error(message), never);
  expect(failure.kind).toBe('infrastructure');
  expect(failureSentence(failure)).toMatch(new RegExp(`^${name} could not be published\\. .*`));
  expect(failureSentence(failure)).toMatch(sentence);
});

test('what the signal ended is an interruption, whatever was said', () => {
  expect(pushFailure(name, new Error('denied'), AbortSignal.abort()).kind).toBe('interrupted');
});
