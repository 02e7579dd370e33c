import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemCommand } from '../system/command.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { fetchDirectory } from './directory.ts';

const defines = "<?php\ndefine( 'MW_VERSION', '1.45.0-alpha' );\n";
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-directory-'));
});

afterEach(() => rm(root, { recursive: true }));

describe('a checkout', () => {
  test('has the version of its Defines.php and the hash of its content', async () => {
    const { versions, checkouts } = await fetched(await checkout());
    expect(versions).toMatchObject([{ version: '1.45.0-alpha', parts: [{ target: 'php-1.45.0-alpha' }] }]);
    expect(checkouts).toEqual([
      {
        repo: 'mediawiki/core',
        path: 'php-1.45.0-alpha',
        commit_ref: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      },
    ]);
  });

  test.each<[string, (at: string) => Promise<void>]>([
    ['content', (at) => writeFile(join(at, 'index.php'), 'changed')],
    ['a new file', (at) => writeFile(join(at, 'new.php'), '')],
    ['a removed file', (at) => rm(join(at, 'index.php'))],
    ['an executable bit', (at) => chmod(join(at, 'index.php'), 0o755)],
    ['a link', (at) => symlink('index.php', join(at, 'link'))],
  ])('has another hash after a change of %s', async (_what, change) => {
    const at = await checkout();
    const before = await refOf(at);
    await change(at);
    expect(await refOf(at)).not.toBe(before);
  });

  test.each([
    '.git/HEAD',
    'LocalSettings.php',
    'extensions/X/node_modules/y/z.js',
    'cache/l10n/en.php',
    'images/a.png',
  ])('keeps %s out of the image and of the hash', async (path) => {
    const at = await checkout();
    const [before, listed] = [await refOf(at), await pathsIn(at)];
    expect(listed).toContain('cache');
    await write(at, path, 'secret');
    expect(await pathsIn(at)).not.toContain(path);
    if (!path.startsWith('extensions')) expect(await refOf(at)).toBe(before);
  });

  test('keeps a setting or an image of an extension in', async () => {
    const at = await checkout();
    await write(at, 'extensions/X/images/logo.png', '');
    expect(await pathsIn(at)).toContain('extensions/X/images/logo.png');
  });

  test('names the commit and branch when it is a git checkout', async () => {
    const at = await checkout();
    const git = (...args: string[]) => systemCommand.run('git', ['-C', at, ...args]);
    await git('init', '-q', '-b', 'wmf/next');
    await git('add', 'index.php');
    await git('-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '-qm', 'one');
    expect((await fetched(at)).checkouts).toMatchObject([{ branch: 'wmf/next' }]);
  });

  test('is not taken for part of a repository that it lies in', async () => {
    await systemCommand.run('git', ['-C', root, 'init', '-q']);
    await systemCommand.run('git', [
      '-C',
      root,
      '-c',
      'user.name=x',
      '-c',
      'user.email=x@x',
      'commit',
      '--allow-empty',
      '-qm',
      'x',
    ]);
    expect((await fetched(await checkout())).checkouts[0]).not.toHaveProperty('branch');
  });
});

describe('a staging directory', () => {
  test('has the version that its folder names', async () => {
    await checkout('stage/php-next');
    await write(root, 'stage/wikiversions.json', '{}');
    const { versions } = await fetched(join(root, 'stage'));
    expect(versions).toMatchObject([
      { version: 'next', parts: [{ directory: join(root, 'stage/php-next') }] },
    ]);
  });

  test('with several versions is refused, with their names', async () => {
    await checkout('stage/php-1.44.0-wmf.2');
    await checkout('stage/php-1.44.0-wmf.1');
    expect(await sentence(join(root, 'stage'))).toMatch(
      /several versions: php-1\.44\.0-wmf\.1, php-1\.44\.0-wmf\.2\. Point/,
    );
  });

  test('without a version is refused', async () => {
    await write(root, 'stage/wikiversions.json', '{}');
    expect(await sentence(join(root, 'stage'))).toContain('has no php-<version>/');
  });
});

describe('a folder that is no MediaWiki', () => {
  test.each<[string, string, () => Promise<unknown>]>([
    ['that is missing', 'There is no folder', async () => {}],
    ['that is a file', 'There is no folder', () => write(root, 'x', '')],
    ['that is empty', 'neither a MediaWiki checkout nor a staging directory', () => mkdir(join(root, 'x'))],
    [
      'whose includes are another program’s',
      'no includes/Defines.php',
      () => write(root, 'x/includes/other.php', ''),
    ],
    [
      'without a version',
      'no includes/Defines.php with MW_VERSION',
      () => write(root, 'x/includes/Defines.php', '<?php'),
    ],
    ['without vendor', 'composer install --no-dev', () => write(root, 'x/includes/Defines.php', defines)],
  ])('%s is refused', async (_which, expected, prepare) => {
    await prepare();
    expect(await sentence(join(root, 'x'))).toContain(expected);
  });
});

async function checkout(name = 'core'): Promise<string> {
  const at = join(root, name);
  await write(at, 'includes/Defines.php', defines);
  await write(at, 'vendor/autoload.php', '<?php');
  await write(at, 'index.php', '<?php');
  await mkdir(join(at, 'cache'));
  await mkdir(join(at, 'images'));
  return at;
}

async function write(directory: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), content);
}

function fetchAt(path: string) {
  return fetchDirectory({ path, command: systemCommand, signal: new AbortController().signal });
}

async function fetched(path: string) {
  return unwrap(await fetchAt(path));
}

async function pathsIn(path: string) {
  return (await fetched(path)).versions[0]?.parts[0]?.entries.map((entry) => entry.path);
}

async function refOf(path: string) {
  return (await fetched(path)).checkouts[0]?.commit_ref;
}

async function sentence(path: string): Promise<string> {
  return sentenceOf(await fetchAt(path));
}
