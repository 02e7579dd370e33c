import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askEngine } from './ask-engine.ts';

let folder: string;
let server: Server;
const socket = () => join(folder, 'engine.sock');
const address = () => `unix://${socket()}`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-engine-'));
});

afterEach(async () => {
  if (server?.listening) await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

test('an engine answers with its name, version and folder', async () => {
  await serve({ '/version': { Version: '28.1' }, '/info': { DockerRootDir: '/var/lib/docker' } });
  expect(await askEngine(address())).toEqual({
    kind: 'answers',
    name: 'Docker',
    version: '28.1',
    directory: '/var/lib/docker',
  });
});

test('Podman names itself among its components', async () => {
  await serve({ '/version': { Version: '5.4', Components: [{ Name: 'Podman Engine' }] }, '/info': {} });
  expect(await askEngine(address())).toMatchObject({ kind: 'answers', name: 'Podman', version: '5.4' });
});

test('an address without a socket is absent', async () => {
  expect(await askEngine(address())).toEqual({ kind: 'absent' });
});

test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  ['an error', {}, /answers \/\w+ with status 500/],
  ['something else', { '/version': { name: 'some other server' }, '/info': {} }, /./],
])('a server that answers with %s is no engine', async (_, answers, why) => {
  await serve(answers);
  expect(await askEngine(address())).toEqual({ kind: 'silent', why: expect.stringMatching(why) });
});

test('a port where nobody listens is silent', async () => {
  expect(await askEngine('tcp://127.0.0.1:1')).toEqual({
    kind: 'silent',
    why: expect.stringContaining('ECONNREFUSED'),
  });
});

test('an address of another kind is said to be one', async () => {
  expect(await askEngine('ssh://host')).toEqual({ kind: 'silent', why: expect.stringContaining('ssh:') });
});

async function serve(answers: Readonly<Record<string, unknown>>): Promise<void> {
  server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    response.writeHead(answer ? 200 : 500).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(socket(), resolve));
}
