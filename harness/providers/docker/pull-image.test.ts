import { expect, test } from 'vitest';
import { splitRef } from './pull-image.ts';

const digest = `sha256:${'0'.repeat(64)}`;

test.each([
  ['debian', { registry: 'docker.io', name: 'debian' }],
  ['debian:trixie-slim', { registry: 'docker.io', name: 'debian', tag: 'trixie-slim' }],
  ['library/debian', { registry: 'docker.io', name: 'library/debian' }],
  ['localhost/a', { registry: 'localhost', name: 'localhost/a' }],
  ['127.0.0.1:5000/a/b:c', { registry: '127.0.0.1:5000', name: '127.0.0.1:5000/a/b', tag: 'c' }],
  [
    'registry.example.org:5000/a',
    { registry: 'registry.example.org:5000', name: 'registry.example.org:5000/a' },
  ],
  [
    `registry.example.org/a@${digest}`,
    { registry: 'registry.example.org', name: 'registry.example.org/a', digest },
  ],
  [
    `registry.example.org/a:b@${digest}`,
    { registry: 'registry.example.org', name: 'registry.example.org/a', tag: 'b', digest },
  ],
])('%s', (ref, parts) => {
  expect(splitRef(ref)).toEqual(parts);
});
