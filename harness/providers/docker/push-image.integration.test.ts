import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ImageBuilder } from '../../image/builder.ts';
import { systemCommand } from '../../system/command.ts';
import { listTree } from '../../system/list-tree.ts';
import { type RealRegistry, startRegistry } from '../../testing/real-registry.ts';
import { sentenceOf, unwrap } from '../../testing/unwrap.ts';
import { DockerImageBuilder } from './docker-image-builder.ts';
import { connectEngine, type EngineApi } from './engine.ts';

const signal = AbortSignal.timeout(600_000);
const tag = `test-${crypto.randomUUID().slice(0, 8)}`;
const ref = `gm1/mediawiki:${tag}`;
const other = `gm1/mediawiki:${tag}-other`;
/** The password is `secret:word`. */
const login = 'tester:$2y$05$abcdefghijklmnopqrstuuCFAENiKBlCyBuDPzJAoyIPDH7szvmzC';
const { DOCKER_CONFIG } = process.env;
let scratch: string;
let api: EngineApi;
let builder: ImageBuilder;
let registry: RealRegistry;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gm1-push-'));
  api = unwrap(await connectEngine()).api;
  builder = new DockerImageBuilder({
    connect: connectEngine,
    command: systemCommand,
    cache: join(scratch, 'cache'),
  });
  process.env.DOCKER_CONFIG = scratch;
  await makeImage(ref);
  await makeImage(other);
  registry = await startRegistry(api, builder);
}, 300_000);

afterEach(() => rm(join(scratch, 'config.json'), { force: true }));

afterAll(async () => {
  if (DOCKER_CONFIG === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = DOCKER_CONFIG;
  await registry?.[Symbol.asyncDispose]();
  for (const each of [ref, other]) await builder.remove(each);
  await rm(scratch, { recursive: true });
});

test('a pushed image is at the registry with the digest that it gave back, and is the engine’s', async () => {
  const lines: string[] = [];
  const published = unwrap(await builder.push(ref, registry.host, signal, (line) => lines.push(line)));
  expect(published).toEqual({
    ref: `${registry.host}/gm1/mediawiki:${tag}`,
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
  const manifest = await manifestAt(registry.host, published.digest);
  expect(manifest).toMatchObject({ config: { digest: unwrap(await builder.find(ref))?.digest } });
  expect(lines).toContainEqual(expect.stringContaining(published.digest));
});

test('the name that a push needs is gone afterwards, and stays when it was there before', async () => {
  const name = `${registry.host}/gm1/mediawiki:${tag}`;
  unwrap(await builder.push(ref, registry.host, signal));
  expect(unwrap(await builder.find(name))).toBeUndefined();
  unwrap(await builder.tag(ref, name));
  unwrap(await builder.push(ref, registry.host, signal));
  expect(unwrap(await builder.find(name))).toBeDefined();
  unwrap(await builder.remove(name));
});

test('an interrupted push leaves no name behind', async () => {
  const control = new AbortController();
  const outcome = await builder.push(ref, `${registry.host}/late`, control.signal, () => control.abort());
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'interrupted' } });
  expect(unwrap(await builder.find(`${registry.host}/late/gm1/mediawiki:${tag}`))).toBeUndefined();
});

test('a registry that has something else under the name is a failure', async () => {
  unwrap(await builder.push(other, registry.host, signal));
  await using front = await confuse(registry.host, `${tag}-other`);
  const sentence = sentenceOf(await builder.push(ref, front.host, signal));
  expect(sentence).toMatch(/does not have it as it was pushed\. It has sha256:\w+ there, and sha256:\w+ was/);
});

test('a registry that nobody runs is a failure that says so', async () => {
  expect(sentenceOf(await builder.push(ref, '127.0.0.1:1', signal))).toMatch(/not answer/);
});

test.each([['https://registry.example.org'], ['docker'], ['']])('%j is not a registry', async (name) => {
  expect(await builder.push(ref, name, signal)).toMatchObject({ failure: { kind: 'usage' } });
});

test('a registry with logins takes an image from who is logged in, and from nobody else', async () => {
  await using closed = await startRegistry(api, builder, { login });
  const refused = sentenceOf(await builder.push(ref, closed.host, signal));
  expect(refused).toMatch(/docker login/);
  await logIn(closed.host, 'tester:wrong-word');
  const wrong = sentenceOf(await builder.push(ref, closed.host, signal));
  expect(wrong).toMatch(/docker login/);
  expect(wrong).not.toMatch(/wrong-word/);
  await logIn(closed.host, 'tester:secret:word');
  unwrap(await builder.push(ref, closed.host, signal));
});

async function makeImage(name: string): Promise<void> {
  const directory = await mkdtemp(join(scratch, 'tree-'));
  await writeFile(join(directory, 'file'), name);
  const parts = [{ directory, target: '', entries: await listTree(directory) }];
  const parent = unwrap(await builder.base('trixie', signal));
  const labels = { gm1: 'build', purpose: 'test' };
  unwrap(await builder.addLayer({ ref: name, parent, parts, removed: [], target: '/srv/x', labels, signal }));
}

async function manifestAt(host: string, digest: string): Promise<unknown> {
  const answer = await fetch(`http://${host}/v2/gm1/mediawiki/manifests/${digest}`, {
    headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
  });
  return answer.json();
}

function logIn(host: string, words: string): Promise<void> {
  const auths = { [host]: { auth: Buffer.from(words).toString('base64') } };
  return writeFile(join(scratch, 'config.json'), JSON.stringify({ auths }));
}

/** A registry in front of a real one that gives out another tag's manifest for every tag. */
async function confuse(host: string, shownTag: string): Promise<AsyncDisposable & { readonly host: string }> {
  const server = createServer((asked, answer) => {
    const isRead = asked.method === 'GET' || asked.method === 'HEAD';
    const path = isRead ? asked.url?.replace(/\/manifests\/[^:]+$/, `/manifests/${shownTag}`) : asked.url;
    const { method, headers } = asked;
    const [hostname, port] = host.split(':');
    const passed = request({ hostname, port, path, method, headers }, (found) => {
      answer.writeHead(found.statusCode ?? 500, found.headers);
      found.pipe(answer);
    });
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { host: `127.0.0.1:${port}`, [Symbol.asyncDispose]: close };
}
