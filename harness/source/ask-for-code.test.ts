import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../core/failure.ts';
import { writeWhole } from '../system/files.ts';
import type { Http, HttpRequest } from '../system/http.ts';
import { sampleDefinition } from '../testing/sample-run.ts';
import { simulatedTime } from '../testing/simulated-time.ts';
import { askForCode } from './ask-for-code.ts';
import { privateNames } from './directory-layout.ts';

const url = 'http://mirror/dists/sid/InRelease';
const tracks = {
  train: { kind: 'debian', suite: 'sid' },
  next: { kind: 'debian', suite: 'sid' },
} as const;
let cache: string;
let asked: HttpRequest[];
let looked: string[];
const { clock, pause } = simulatedTime();

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'gm1-ask-'));
  asked = [];
  looked = [];
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
    clock,
    find: async (directory) => {
      looked.push(directory);
      return Buffer.from(`look ${looked.length}`);
    },
  });

test('asks the mirror once for both tracks, and hands its answer on once', async () => {
  const { http: client } = await ask();
  expect(asked).toMatchObject([{ url }]);
  expect(await client.send({ url, seconds: 5 })).toMatchObject({ value: { body: 'answer 1' } });
  expect(await client.send({ url, seconds: 5 })).toMatchObject({ value: { body: 'answer 2' } });
});

test('other requests are sent as they are', async () => {
  const { http: client } = await ask();
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

describe('of a folder', () => {
  const folder = async () => {
    const path = join(cache, 'core');
    for (const file of ['includes/Defines.php', 'vendor/autoload.php'])
      await writeWhole(join(path, file), "<?php define( 'MW_VERSION', '1.43.9' );");
    const { find } = await ask({ next: { kind: 'directory', path } });
    return { path, look: async () => String(await find(path, privateNames)) };
  };

  test('hands on once what was found at once', async () => {
    const { path, look } = await folder();
    expect(looked).toEqual([path]);
    expect(await look()).toBe('look 1');
    expect(await look()).toBe('look 2');
  });

  test('looks again when a while has passed, in which it may have become another', async () => {
    const { look } = await folder();
    await pause(2, new AbortController().signal);
    expect(await look()).toBe('look 2');
  });
});
