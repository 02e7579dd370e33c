import { expect, test } from 'vitest';
import type { Service } from '../../environment/provider.ts';
import { specificationOf } from './start-plan.ts';

const service: Service = {
  name: 'edge',
  image: 'i',
  command: ['a', 'b'],
  env: { ONE: '1', TWO: '2' },
  files: [{ path: '/f', content: 'x', mode: 0o644 }],
  volumes: {},
  ports: [],
  ready: [],
  after: [],
};

test('a service is the same whatever the order of its keys, as after it was kept in a file', () => {
  const turned = Object.fromEntries(Object.entries({ ...service, env: { TWO: '2', ONE: '1' } }).reverse());
  expect(specificationOf({ ...service, ...turned, name: 'edge' })).toBe(specificationOf(service));
  expect(specificationOf({ ...turned, ...service, env: { TWO: '2', ONE: '1' } })).toBe(
    specificationOf(service),
  );
});

test.each<Partial<Service>>([
  { image: 'j' },
  { command: ['b', 'a'] },
  { env: { ONE: '2', TWO: '1' } },
  { files: [{ path: '/f', content: 'y', mode: 0o644 }] },
])('it is another with %o', (change) => {
  expect(specificationOf({ ...service, ...change })).not.toBe(specificationOf(service));
});
