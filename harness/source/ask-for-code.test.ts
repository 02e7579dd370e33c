import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../core/failure.ts';
import { writeWhole } from '../system/files.ts';
import type { Http, HttpRequest } from '../system/http.ts';
import { sampleDefinition } from '../testing/sample-run.ts';
import { askForCode } from './ask-for-code.ts';

const url = 'http://mirror/dists/sid/InRelease';
const tracks = {
  train: { kind: 'debian', suite: 'sid' },
  next: { kind: 'debian', suite: 'sid' },
} as const;
let cache: string;
let asked: HttpRequest[];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'gm1-ask-'));
  asked = [];
  const packages = `package mediawiki 1 ${'a'.repeat(64)}\nversion 1.43.9\ntree abc123\n`;
  await writeWhole(
    join(cache, 'debian/sid/current'),
    `${packages}release ${url} InRelease ${'b'.repeat(64)}\n`,
  );
});

afterEach(() => rm(cache, { recursive: true }));

const http: Http = {
  async send(request) {
    asked.push(request);
    return ok({ status: 200, body: `answer ${asked.length}`, cookies: [] });
  },
};

const ask = (tracksNow: object = tracks) =>
  askForCode({
    definition: { ...sampleDefinition, tracks: { ...sampleDefinition.tracks, ...tracksNow } },
    tracks: ['train', 'next'],
    cache,
    http,
  });

test('asks the mirror once for both tracks, and hands its answer on once', async () => {
  const client = await ask();
  expect(asked).toMatchObject([{ url }]);
  expect(await client.send({ url, seconds: 5 })).toMatchObject({ value: { body: 'answer 1' } });
  expect(await client.send({ url, seconds: 5 })).toMatchObject({ value: { body: 'answer 2' } });
});

test('other requests are sent as they are', async () => {
  const client = await ask();
  const others = [
    { url: `${url}/else`, seconds: 1 },
    { url, seconds: 1, form: { a: 'b' } },
    { url, seconds: 1, headers: { range: 'bytes=0-1' } },
  ];
  for (const request of others) await client.send(request);
  expect(asked.slice(1)).toEqual(others);
});

test('asks for nothing where there is nothing to compare an answer with', async () => {
  await ask({ train: { kind: 'debian', suite: 'trixie' }, next: { kind: 'directory', path: '/srv' } });
  expect(asked).toEqual([]);
});
