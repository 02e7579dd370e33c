import { expect, test } from 'vitest';
import type { Plan, Service } from '../../environment/provider.ts';
import { containerOptions, frontNetworkOptions, networkOptions, partName } from './container-options.ts';

const edge: Service = {
  name: 'edge',
  image: 'gm1/services:1',
  command: ['nginx'],
  env: { A: 'b' },
  files: [],
  volumes: { logs: '/var/log/gm1' },
  ports: [{ inside: 8101, outside: 20_001 }],
  ready: ['true'],
  after: [],
};

const plan: Plan = { environment: 'demo', track: 'next', volumes: ['logs'], services: [edge] };

test('a container has the limits, labels and networks of its service', () => {
  expect(containerOptions('/home', plan, edge, false)).toMatchSnapshot();
});

test('a service that publishes nothing is only on the network that nothing leaves', () => {
  const { HostConfig, NetworkingConfig } = containerOptions('/home', plan, { ...edge, ports: [] }, false);
  expect(HostConfig?.NetworkMode).toBe(networkOptions('/home', plan).Name);
  expect(Object.keys(NetworkingConfig?.EndpointsConfig ?? {})).toEqual([HostConfig?.NetworkMode]);
  expect(networkOptions('/home', plan).Internal).toBe(true);
});

test('the network of published ports hides no container behind the machine’s address', () => {
  expect(frontNetworkOptions('/home', plan).Options).toEqual({
    'com.docker.network.bridge.enable_ip_masquerade': 'false',
  });
});

test('a service with a user of its own has no capability, one that is published those that shut its way out', () => {
  const added = (more: Partial<Service>) =>
    containerOptions('/home', plan, { ...edge, ...more }, false).HostConfig?.CapAdd;
  expect(added({ ports: [], user: 'www-data' })).toEqual([]);
  expect(added({})).toEqual(['NET_ADMIN', 'SETGID', 'SETPCAP', 'SETUID']);
  expect(added({ ports: [] })).not.toContain('NET_ADMIN');
});

test('a service that is published starts as root and says whose its commands are', () => {
  const optionsOf = (more: Partial<Service>) =>
    containerOptions('/home', plan, { ...edge, user: 'www-data', ...more }, false);
  expect(optionsOf({}).User).toBeUndefined();
  expect(optionsOf({}).Labels).toMatchObject({ 'gm1.user': 'www-data' });
  expect(optionsOf({}).HostConfig?.CapAdd).toContain('NET_ADMIN');
  expect(optionsOf({ ports: [] }).User).toBe('www-data');
  expect(containerOptions('/home', plan, edge, false).Labels).not.toHaveProperty(['gm1.user']);
});

test('a rootless engine is not asked for what it cannot set', () => {
  expect(containerOptions('/home', plan, edge, true).HostConfig?.Sysctls).toEqual({});
});

test('two homes may have an environment of one name', () => {
  expect(partName('/one', plan, 'edge')).not.toBe(partName('/two', plan, 'edge'));
});
