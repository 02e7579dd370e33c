import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failed, ok } from '../core/failure.ts';
import { writeWhole } from '../system/files.ts';
import type { ImageStore } from '../system/image-store.ts';
import { listTree, sha256 } from '../system/list-tree.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { fetchImage, type ImageRequest } from './image.ts';

const digest = `sha256:${'7'.repeat(64)}`;
const pinned = `registry.example.org/mediawiki@${digest}`;
let root: string;
let look: readonly string[];
let extracted: number;
let looked: number;
let notices: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-image-'));
  [extracted, looked, notices] = [0, 0, []];
  for (const file of ['php.ini', 'php-fpm.conf', 'apache.conf'])
    await writeWhole(join(root, 'environments/images/runtime', file), file);
  await write('wikiversions.json', '{"enwiki": "php-next"}');
  await write('wmf-config/CommonSettings.php', 'production’s');
  await write('php-next/includes/Defines.php', '<?php');
  await write('php-next/LocalSettings.php', 'production’s');
  await write('php-next/cache/l10n/l10n_cache-en.cdb', 'generated');
  await write('php-next/cache/gitinfo/info.json', '{}');
  await write('php-next/extensions/Echo/.git', 'gitdir: x');
  const needed = 'ctype dom fileinfo iconv intl json mbstring mysqli xml xmlreader pcntl'.split(' ');
  look = [
    'tree php-next',
    'php 8.3.12',
    'php-fpm /usr/sbin/php-fpm8.3',
    ...'bash find grep xargs tar install convert rsvg-convert diff3 gs pdfinfo pygmentize'
      .split(' ')
      .map((name) => `program ${name}`),
    ...needed.flatMap((name) => [`php-extension ${name}`, `php-fpm-extension ${name}`]),
  ];
});

afterEach(() => rm(root, { recursive: true }));

const write = (path: string, content: string) => writeWhole(join(root, 'image', path), content);

/** An image whose staging directory is a folder. */
const folderAsImage: ImageStore = {
  pull: async () => ok({ ref: pinned, digest }),
  async extract({ into, keep }) {
    extracted++;
    const entries = await listTree(join(root, 'image'));
    for (const { kind, path } of entries)
      if (kind !== 'folder' && keep(path)) await cp(join(root, 'image', path), join(into, path));
    return ok(entries);
  },
};

function fetch(changes: Partial<ImageRequest> = {}) {
  return fetchImage({
    ref: pinned,
    projectRoot: root,
    cache: join(root, 'cache'),
    images: folderAsImage,
    sandbox: {
      run: async () => {
        looked++;
        return ok({ exitCode: 0, output: look.join('\n') });
      },
    },
    signal: AbortSignal.timeout(10_000),
    onNotice: (text) => notices.push(text),
    ...changes,
  });
}

test('the code of an image is a tree as any other', async () => {
  const fetched = unwrap(await fetch());
  expect(fetched.wikiversions).toEqual({ enwiki: 'php-next' });
  expect(fetched.checkouts).toMatchObject([
    { repo: 'registry.example.org/mediawiki', path: 'php-next', commit_ref: digest },
  ]);
  const [part] = fetched.versions[0]?.parts ?? [];
  expect(fetched.versions).toHaveLength(1);
  expect(part?.target).toBe('php-next');
  expect(part?.entries.filter(({ kind }) => kind === 'file').map(({ path }) => path)).toEqual([
    'cache/gitinfo/info.json',
    'includes/Defines.php',
  ]);
  expect((await listTree(part?.directory ?? '')).filter(({ kind }) => kind === 'file')).toEqual(
    part?.entries.filter(({ kind }) => kind === 'file'),
  );
});

test('the whole image is handed on, since the code is to run in it', async () => {
  const { adopted } = unwrap(await fetch());
  expect(adopted).toMatchObject({
    name: pinned,
    ref: pinned,
    digest,
    phpFpm: '/usr/sbin/php-fpm8.3',
    isComplete: false,
  });
  expect(adopted?.entries).toEqual(await listTree(join(root, 'image')));
});

test('an image with gm1’s own files is complete', async () => {
  const hash = (text: string) => sha256(text).slice('sha256:'.length);
  const own = ['apache.conf', 'php.ini', 'php-fpm.conf'];
  const paths = ['/etc/apache2/gm1.conf', '/etc/php/gm1.ini', '/etc/php/gm1-fpm.conf'];
  const files = own.map((name, index) => `file ${hash(name)}  ${paths[index]}`);
  look = [...look, ...files, 'program apache2', 'program php-fpm'];
  expect(unwrap(await fetch()).adopted?.isComplete).toBe(true);
});

test('an image is copied out once', async () => {
  const first = unwrap(await fetch());
  expect(unwrap(await fetch())).toEqual(first);
  expect([looked, extracted]).toEqual([1, 1]);
});

test('an image by digest is taken without a word, one by a name that may move is not', async () => {
  await fetch();
  expect(notices).toEqual([]);
  unwrap(await fetch({ ref: 'registry.example.org/mediawiki:latest' }));
  expect(notices).toEqual([
    `registry.example.org/mediawiki:latest may be another image tomorrow. Today it is ${pinned}.`,
  ]);
});

test('programs that some features call are missed aloud', async () => {
  look = look.filter((line) => line !== 'program pygmentize');
  unwrap(await fetch());
  unwrap(await fetch());
  const notice = `${pinned} has no pygmentize: what calls these will fail in its environment.`;
  expect(notices).toEqual([notice, notice]);
});

test('an image that an environment cannot start is refused in one sentence, and nothing of it is kept', async () => {
  look = ['tree php-next', 'missing php-next/vendor/autoload.php', 'program bash'];
  const sentence = sentenceOf(await fetch());
  expect(sentence).toMatch(
    /lacks \/srv\/mediawiki\/php-next\/vendor\/autoload\.php, php, php-fpm, find, grep, xargs, tar, install\./,
  );
  expect(extracted).toBe(0);
  expect(await readdir(root)).not.toContain('cache');
});

test('an image that cannot be copied out leaves nothing that looks whole', async () => {
  const failure = { kind: 'infrastructure' as const, what: 'The disk is full.', next: 'Free space.' };
  const images: ImageStore = {
    ...folderAsImage,
    extract: async (extraction) => {
      await folderAsImage.extract(extraction);
      return failed(failure);
    },
  };
  expect(await fetch({ images })).toEqual({ ok: false, failure });
  expect(await readdir(join(root, 'cache/images'))).toEqual([]);
  unwrap(await fetch());
});

test('an image that is not to be had is the registry’s failure', async () => {
  const failure = { kind: 'usage' as const, what: 'There is none.', next: 'Correct it.' };
  const images: ImageStore = { ...folderAsImage, pull: async () => failed(failure) };
  expect(await fetch({ images })).toEqual({ ok: false, failure });
});

test('a wikiversions.json that is none is named with its image', async () => {
  await write('wikiversions.json', '{"enwiki": "1.45"}');
  expect(sentenceOf(await fetch())).toContain(`wikiversions.json of ${pinned}`);
});

test('an image is known by its name without tag and digest, or just as an image', async () => {
  const repos = ['a/b:c', 'localhost:5000/a', `a@${digest}`, digest].map(async (ref) => {
    const { checkouts } = unwrap(await fetch({ ref, cache: join(root, sha256(ref)) }));
    return checkouts[0]?.repo;
  });
  expect(await Promise.all(repos)).toEqual(['a/b', 'localhost:5000/a', 'a', 'image']);
});
