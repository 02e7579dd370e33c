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
  expect(containerOptions('/home', plan, edge)).toMatchSnapshot();
});

test('a service that publishes nothing is only on the network that nothing leaves', () => {
  const { HostConfig, NetworkingConfig } = containerOptions('/home', plan, { ...edge, ports: [] });
  expect(HostConfig?.NetworkMode).toBe(networkOptions('/home', plan).Name);
  expect(Object.keys(NetworkingConfig?.EndpointsConfig ?? {})).toEqual([HostConfig?.NetworkMode]);
  expect(networkOptions('/home', plan).Internal).toBe(true);
});

test('the network of published ports hides no container behind the machine’s address', () => {
  expect(frontNetworkOptions('/home', plan).Options).toEqual({
    'com.docker.network.bridge.enable_ip_masquerade': 'false',
  });
});

test('two homes may have an environment of one name', () => {
  expect(partName('/one', plan, 'edge')).not.toBe(partName('/two', plan, 'edge'));
});
