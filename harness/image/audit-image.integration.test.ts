import { hash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../core/failure.ts';
import { DockerImageBuilder } from '../providers/docker/docker-image-builder.ts';
import { DockerSandbox } from '../providers/docker/docker-sandbox.ts';
import { connectEngine } from '../providers/docker/engine.ts';
import { systemCommand } from '../system/command.ts';
import { writeWhole } from '../system/files.ts';
import { listTree } from '../system/list-tree.ts';
import { clean, core, type Files, planted, privateKey } from '../testing/planted-files.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { auditImage } from './audit-image.ts';
import type { BuiltImage } from './builder.ts';

const signal = AbortSignal.timeout(600_000);
const mark = crypto.randomUUID().slice(0, 8);
const sandbox = new DockerSandbox(connectEngine);
const made: string[] = [];
let scratch: string;
let builder: DockerImageBuilder;
let base: BuiltImage;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gm1-audit-'));
  builder = new DockerImageBuilder({
    connect: connectEngine,
    command: systemCommand,
    cache: join(scratch, 'cache'),
  });
  base = unwrap(await builder.base('trixie', signal));
});

afterAll(async () => {
  for (const ref of made.toReversed()) await builder.remove(ref);
  await rm(scratch, { recursive: true });
});

describe('an image', () => {
  test('of MediaWiki alone passes', async () => {
    expect(await audit(await makeImage('clean', clean), clean)).toEqual({ ok: true, value: undefined });
  });

  test.each(Object.entries(planted))('is refused for what must not be in it: %s', async (name, things) => {
    const files = { ...clean, ...Object.fromEntries(things.map(([, path, content]) => [path, content])) };
    const outcome = await audit(await makeImage(name, files), files);
    const found = /must not be in one: (.*)\. Remove it from/.exec(sentenceOf(outcome))?.[1]?.split('; ');
    const expected = things.map(
      ([what, path]) => `${what}: /${path.replace(/(?<=\.git|\.ssh)\/.*/, '').replace('\n', '?')}`,
    );
    expect(found?.toSorted()).toEqual(expected.toSorted());
  });

  test('is refused with a sentence that shows five things and counts the rest', async () => {
    const many = Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((n) => [`${core}/${n}.rej`, '']));
    const image = await makeImage('many', many);
    expect(sentenceOf(await audit(image, many))).toMatch(
      new RegExp(
        `^The image ${image.ref} was not kept, since it held .* in one: (a patch: /\\S+; ){5}and 2 more\\. Remove it`,
      ),
    );
  });

  test('is read only as far as its parent was not', async () => {
    const parent = await makeImage('parent', { [`${core}/old.txt`]: privateKey });
    const files = { [`${core}/new.txt`]: '' };
    const image = await makeImage('child', files, parent);
    expect((await audit(image, files)).ok).toBe(true);
    expect((await audit(image, { ...files, [`${core}/old.txt`]: '' })).ok).toBe(false);
  });
});

describe('a content that was looked into', () => {
  const cache = () => join(scratch, 'known');

  test('and in which nothing was found is not read again', async () => {
    const image = await makeImage('known', clean);
    expect((await audit(image, clean, cache())).ok).toBe(true);
    // The parent has none of the files, so that whoever reads one fails.
    const empty = await makeImage('unread', { 'srv/mediawiki/a': '' });
    expect((await audit(empty, clean, cache())).ok).toBe(true);
    expect((await audit(empty, { ...clean, [`${core}/includes/a.php`]: 'other' }, cache())).ok).toBe(false);
  });

  test('and in which something was found is read again', async () => {
    const files = { [`${core}/notes.txt`]: privateKey };
    const image = await makeImage('guilty', files);
    expect((await audit(image, files, cache())).ok).toBe(false);
    expect((await audit(image, files, cache())).ok).toBe(false);
  });

  test('is read where its name allows no such thing', async () => {
    const pem = await makeImage('published', { [`${core}/tests/phpunit/key.pem`]: privateKey });
    expect((await audit(pem, { [`${core}/tests/phpunit/key.pem`]: privateKey }, cache())).ok).toBe(true);
    const moved = { [`${core}/key.pem`]: privateKey };
    expect((await audit(await makeImage('moved', moved), moved, cache())).ok).toBe(false);
  });
});

describe('the audit fails', () => {
  test('when a file that it should read is not there', async () => {
    const image = await makeImage('incomplete', clean);
    const sentence = sentenceOf(await audit(image, { ...clean, [`${core}/gone`]: '' }));
    expect(sentence).toMatch(/could not be looked into for secrets\. grep: .*gone: No such file/);
  });

  test('when there is no staging directory', async () => {
    const sentence = sentenceOf(await audit(base, {}));
    expect(sentence).toMatch(/could not be looked into for secrets\. find: .*srv\/mediawiki.*No such file/);
  });
});

/** In which nothing was looked into yet. */
function freshCache(): string {
  return join(scratch, 'cache', crypto.randomUUID());
}

/** One layer for each folder at the root. */
async function makeImage(name: string, files: Files, parent = base): Promise<BuiltImage> {
  const directory = join(scratch, name);
  for (const [path, content] of Object.entries(files)) await writeWhole(join(directory, path), content);
  const ref = `gm1/test-${mark}:${name}`;
  made.push(ref);
  let image = parent;
  for (const folder of await readdir(directory)) {
    const part = { directory: join(directory, folder), target: '' };
    const parts = [{ ...part, entries: await listTree(part.directory) }];
    const labels = { gm1: 'build', purpose: 'test' };
    image = unwrap(
      await builder.addLayer({ ref, parent: image, parts, target: `/${folder}`, labels, signal }),
    );
  }
  return image;
}

function audit({ ref }: BuiltImage, files: Files, cache = freshCache()): Promise<Outcome<void>> {
  const staged = Object.entries(files).flatMap(([path, content]) => {
    const [, below] = /^srv\/mediawiki\/(.*)$/s.exec(path) ?? [];
    return below === undefined ? [] : [{ path: below, sha256: hash('sha256', content) }];
  });
  return auditImage({ ref, files: staged, cache, sandbox, signal });
}
