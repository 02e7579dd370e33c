import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Command } from '../../system/command.ts';
import { readRegistryAuth } from './registry-auth.ts';

const registry = 'registry.example.org:5000';
const login = Buffer.from('me:with:colons').toString('base64');
const entered = { username: 'me', password: 'with:colons', serveraddress: registry };

/** A machine with the credential helper `store`, which knows one registry. */
function withHelper(answer: unknown, asked: string[] = []): Command {
  return {
    run: async (file, args, options) => {
      asked.push([file, ...args, options?.input].join(' '));
      const knows = file === 'docker-credential-store' && options?.input === registry;
      return knows
        ? { exitCode: 0, stdout: JSON.stringify(answer), stderr: '' }
        : { exitCode: 1, stdout: 'credentials not found in native keychain', stderr: '' };
    },
  };
}

async function read(config: unknown, command = withHelper({})) {
  const file = join(await mkdtemp(join(tmpdir(), 'gm1-auth-')), 'config.json');
  await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config));
  return readRegistryAuth(registry, file, command);
}

test.each([
  ['its own entry', { auths: { [registry]: { auth: login } } }],
  ['the entry of its URL', { auths: { [`https://${registry}`]: { auth: login } } }],
  [
    'its entry when the helper knows nothing',
    { credsStore: 'other', auths: { [registry]: { auth: login } } },
  ],
])('a registry’s login is that of %s', async (_where, config) => {
  expect(await read(config)).toEqual(entered);
});

test('a token stands for a password', async () => {
  const token = { identitytoken: 'secret', serveraddress: registry };
  expect(await read({ auths: { [registry]: { identitytoken: 'secret' } } })).toEqual(token);
  const helper = withHelper({ Username: '<token>', Secret: 'secret' });
  expect(await read({ credsStore: 'store' }, helper)).toEqual(token);
});

test.each([
  ['of all registries', { credsStore: 'store' }],
  ['of this registry', { credsStore: 'other', credHelpers: { [registry]: 'store' } }],
])('the credential helper %s is asked', async (_whose, config) => {
  const asked: string[] = [];
  const helper = withHelper({ Username: 'me', Secret: 'with:colons' }, asked);
  expect(await read(config, helper)).toEqual(entered);
  expect(asked).toEqual([`docker-credential-store get ${registry}`]);
});

test.each([
  ['another registry has one', { auths: { 'other.example.org': { auth: login } } }],
  ['the helper’s answer is not one', { credsStore: 'store' }],
  ['the entry is empty', { auths: { [registry]: {} } }],
  ['the file is not JSON', '{'],
])('there is no login when %s', async (_why, config) => {
  expect(await read(config)).toBeUndefined();
});

test('there is no login without a file', async () => {
  expect(await readRegistryAuth(registry, '/gone/config.json', withHelper({}))).toBeUndefined();
});
