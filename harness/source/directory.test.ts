import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemCommand } from '../system/command.ts';
import { findEntries } from '../system/find-entries.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { fetchDirectory } from './directory.ts';

const defines = "<?php\ndefine( 'MW_VERSION', '1.45.0-alpha' );\n";
let root: string;
let notices: string[];

beforeEach(async () => {
  notices = [];
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
    '.env',
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

  test('keeps what a staging directory has beside it, and private/, out', async () => {
    const at = await checkout('stage/php-next');
    await write(at, 'private/PrivateSettings.php', 'secret');
    await write(root, 'stage/private/readme.php', 'secret');
    const paths = await pathsIn(join(root, 'stage'));
    expect(paths).toContain('index.php');
    expect(paths?.filter((path) => path.includes('private'))).toEqual([]);
  });

  test('leaves empty folders of extensions and skins out, and says which', async () => {
    const at = await checkout();
    await mkdir(join(at, 'extensions/Gone/sub'), { recursive: true });
    await mkdir(join(at, 'skins/Lost'), { recursive: true });
    await write(at, 'extensions/Kept/extension.json', '{}');
    await mkdir(join(at, 'extensions/Kept/empty'));
    const paths = await pathsIn(at);
    expect(paths?.filter((path) => /^(extensions|skins)\//.test(path))).toEqual([
      'extensions/Kept',
      'extensions/Kept/empty',
      'extensions/Kept/extension.json',
    ]);
    expect(notices).toEqual([
      expect.stringMatching(/nothing in them: extensions\/Gone, skins\/Lost\. Run `git submodule update/),
    ]);
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

  test('has every version that a folder is named by, and the map of its wikis', async () => {
    await checkout('stage/php-1.44.0-wmf.2');
    await checkout('stage/php-next');
    await mkdir(join(root, 'stage/php-next-to-nothing'));
    await write(root, 'stage/wikiversions.json', '{"testwiki": "php-next"}');
    const { versions, checkouts, wikiversions } = await fetched(join(root, 'stage'));
    expect(versions.map(({ version }) => version)).toEqual(['1.44.0-wmf.2', 'next']);
    expect(checkouts.map(({ path }) => path)).toEqual(['php-1.44.0-wmf.2', 'php-next']);
    expect(wikiversions).toEqual({ testwiki: 'php-next' });
  });

  test('is refused for one version that could not start', async () => {
    await checkout('stage/php-1.44.0-wmf.2');
    await write(root, 'stage/php-next/includes/Defines.php', defines);
    expect(await sentence(join(root, 'stage'))).toContain('stage/php-next has no vendor/autoload.php');
  });

  test('is refused for a malformed wikiversions.json, with its place', async () => {
    await checkout('stage/php-next');
    await write(root, 'stage/wikiversions.json', '{"testwiki": "next"}');
    expect(await sentence(join(root, 'stage'))).toMatch(
      /stage\/wikiversions\.json is not a wikiversions\.json: testwiki has "next"/,
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
  return fetchDirectory({
    path,
    cache: join(root, '.cache'),
    find: findEntries,
    command: systemCommand,
    signal: new AbortController().signal,
    onNotice: (text) => notices.push(text),
  });
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
