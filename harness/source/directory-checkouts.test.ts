import { appendFile, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Command, systemCommand } from '../system/command.ts';
import { findEntries } from '../system/find-entries.ts';
import { unwrap } from '../testing/unwrap.ts';
import { fetchDirectory } from './directory.ts';

let root: string;
let core: string;
let runs: string[];
let notices: string[];

const command: Command = {
  run: (file, args, options) => {
    runs.push(args.join(' '));
    return systemCommand.run(file, args, options);
  },
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-checkouts-'));
  core = join(root, 'core');
  notices = [];
  await write('core/includes/Defines.php', "<?php\ndefine( 'MW_VERSION', '1.45.0' );\n");
  await write('core/vendor/autoload.php', '<?php');
  await write('core/index.php', '<?php\n');
  await write('core/.gitignore', 'LocalSettings.php\n/extensions/*\n/vendor/\n');
});

afterEach(() => rm(root, { recursive: true }));

describe('a git checkout', () => {
  test('is known by commit, branch, time, origin and content', async () => {
    const commit = await repository('core', 'wmf/next');
    await git('core', 'remote', 'add', 'origin', 'https://me:secret@gerrit.example/r/mediawiki/core.git');
    expect((await fetched()).checkouts).toEqual([
      {
        repo: 'mediawiki/core',
        path: 'php-1.45.0',
        branch: 'wmf/next',
        commit_ref: commit,
        url: 'https://gerrit.example/r/mediawiki/core.git',
        committed: 1_700_000_000,
        content: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      },
    ]);
  });

  test('has no branch when HEAD is detached', async () => {
    const commit = await repository('core');
    await git('core', 'checkout', '-q', '--detach');
    const [checkout] = (await fetched()).checkouts;
    expect(checkout).toMatchObject({ commit_ref: commit });
    expect(checkout).not.toHaveProperty('branch');
  });

  test('before its first commit is known by its content', async () => {
    await git('core', 'init', '-q', '-b', 'main');
    const { checkouts, diff } = await fetched();
    expect(checkouts).toMatchObject([
      { branch: 'main', commit_ref: expect.stringMatching(/^sha256:/), dirty: 3 },
    ]);
    expect(diff).toContain('+++ b/index.php');
  });

  test('may be a worktree', async () => {
    const commit = await repository('core');
    await git('core', 'worktree', 'add', '-q', '-b', 'side', '../side');
    await write('side/vendor/autoload.php', '<?php');
    expect((await fetched('side')).checkouts).toMatchObject([{ commit_ref: commit, branch: 'side' }]);
  });

  test.each([
    ['.git', 'gitdir: ../nowhere\n'],
    ['.git/HEAD', 'nothing\n'],
  ])('whose %s git cannot read is known by its content, which is said', async (path, content) => {
    await repository('.');
    await write(`core/${path}`, content);
    const { checkouts } = await fetched();
    expect(checkouts).toMatchObject([{ commit_ref: expect.stringMatching(/^sha256:/) }]);
    expect(notices).toEqual([
      expect.stringMatching(/^Git cannot read the checkout .*core, so .*not a git repo/),
    ]);
  });

  test('is not taken for part of a repository that it lies in', async () => {
    await git('.', 'init', '-q');
    await git('.', 'commit', '-q', '--allow-empty', '-m', 'x');
    expect((await fetched()).checkouts).toMatchObject([{ commit_ref: expect.stringMatching(/^sha256:/) }]);
    expect(notices).toEqual([]);
  });
});

describe('checkouts in one another', () => {
  test('are submodules, clones and nested ones, each with its own content', async () => {
    await write('lib/lib.js', '1');
    await write('echo/extension.json', '{}');
    await repository('lib');
    await repository('echo');
    await git('echo', 'submodule', 'add', '-q', '../lib', 'lib/ve');
    await commitAll('echo');
    await repository('core');
    await git('core', 'submodule', 'add', '-q', '-f', '../echo', 'extensions/Echo');
    await git('core', 'submodule', 'update', '-q', '--init', '--recursive');
    await commitAll('core');
    await write('core/skins/Vector/skin.json', '{}');
    await repository('core/skins/Vector');
    const before = await fetched();
    expect(before.checkouts.map(({ repo, path, dirty }) => [repo, path, dirty])).toEqual([
      ['mediawiki/core', 'php-1.45.0', undefined],
      ['mediawiki/extensions/Echo', 'php-1.45.0/extensions/Echo', undefined],
      ['mediawiki/extensions/Echo/lib/ve', 'php-1.45.0/extensions/Echo/lib/ve', undefined],
      ['mediawiki/skins/Vector', 'php-1.45.0/skins/Vector', undefined],
    ]);
    await writeFile(join(core, 'extensions/Echo/lib/ve/lib.js'), '2');
    const after = await fetched();
    const changed = after.checkouts.filter(
      ({ content }, index) => content !== before.checkouts[index]?.content,
    );
    expect(changed).toMatchObject([{ path: 'php-1.45.0/extensions/Echo/lib/ve', dirty: 1 }]);
    expect(after.diff).toContain('+++ b/extensions/Echo/lib/ve/lib.js');
  });

  test('count without core being one', async () => {
    await write('core/extensions/Echo/extension.json', '{}');
    const commit = await repository('core/extensions/Echo');
    expect((await fetched()).checkouts).toMatchObject([
      { repo: 'mediawiki/core', commit_ref: expect.stringMatching(/^sha256:/) },
      { repo: 'mediawiki/extensions/Echo', commit_ref: commit },
    ]);
  });
});

describe('uncommitted changes', () => {
  test('are counted and kept as one diff that git can apply', async () => {
    await write('core/tests/old.php', 'old\n');
    await write('core/extensions/Echo/a b.php', 'one\n');
    await repository('core');
    await repository('core/extensions/Echo');
    await writeFile(join(core, 'index.php'), '<?php\nchanged();\n');
    await rm(join(core, 'tests'), { recursive: true });
    await write('core/new/file.bin', '\0\u0001binary');
    await writeFile(join(core, 'extensions/Echo/a b.php'), 'two\n');
    await writeFile(join(core, 'extensions/Echo/ünï.php'), 'new\n');
    const { checkouts, diff = '' } = await fetched();
    expect(checkouts.map(({ dirty }) => dirty)).toEqual([3, 2]);
    await write('tree/index.php', '<?php\n');
    await write('tree/tests/old.php', 'old\n');
    await write('tree/extensions/Echo/a b.php', 'one\n');
    await write('all.diff', diff);
    expect((await git('tree', 'apply', '../all.diff')).stderr).toBe('');
    for (const path of ['index.php', 'new/file.bin', 'extensions/Echo/a b.php', 'extensions/Echo/ünï.php'])
      expect(await readFile(join(root, 'tree', path))).toEqual(await readFile(join(core, path)));
    expect(await stat(join(root, 'tree/tests')).catch(() => 'gone')).toBe('gone');
  });

  test('are what the index holds, too', async () => {
    await repository('core');
    await writeFile(join(core, 'index.php'), '<?php\n// staged\n');
    await write('core/staged.php', '1\n');
    await git('core', 'add', '-A');
    const { checkouts, diff } = await fetched();
    expect(checkouts).toMatchObject([{ dirty: 2 }]);
    expect(diff).toContain('+// staged');
    expect(diff).toContain('+++ b/staged.php');
  });

  test('are seen when times and size do not tell', async () => {
    const [index, file, then] = [
      join(core, '.git/index'),
      join(core, 'index.php'),
      new Date(1_700_000_000_000),
    ];
    await utimes(file, then, then);
    await repository('core');
    await git('core', 'config', 'core.trustctime', 'false');
    await utimes(index, then, then);
    await writeFile(file, '<?PHP\n');
    await utimes(file, then, then);
    const { checkouts, diff } = await fetched();
    expect(checkouts).toMatchObject([{ dirty: 1 }]);
    expect(diff).toContain('+<?PHP');
  });

  test('are none when a change was staged and taken back', async () => {
    await repository('core');
    await writeFile(join(core, 'index.php'), 'other\n');
    await git('core', 'add', '-A');
    await writeFile(join(core, 'index.php'), '<?php\n');
    const { checkouts, diff } = await fetched();
    expect(checkouts[0]).not.toHaveProperty('dirty');
    expect(diff).toBeUndefined();
  });

  test.each([
    'LocalSettings.php',
    'private/x.php',
    'cache/x',
    'images/x.png',
    'node_modules/x/y.js',
    'a/node_modules/b',
  ])('do not count in %s, which stays out', async (path) => {
    await repository('core');
    await write(`core/${path}`, 'secret\n');
    const { checkouts, diff } = await fetched();
    expect(checkouts[0]).not.toHaveProperty('dirty');
    expect(diff).toBeUndefined();
  });

  test('that are large are counted in the diff instead of shown', async () => {
    await repository('core');
    await write('core/large.txt', 'x\n'.repeat(300_000));
    const { checkouts, diff = '' } = await fetched();
    expect(checkouts).toMatchObject([{ dirty: 1 }]);
    expect(diff.length).toBeLessThan(1000);
    expect(diff).toContain('# Left out: 1 untracked files');
  });

  test('are read without writing into the repository', async () => {
    await repository('core');
    await writeFile(join(core, 'index.php'), 'staged\n');
    await git('core', 'add', '-A');
    await writeFile(join(core, 'index.php'), '<?php\n');
    const future = new Date(Date.now() + 1000);
    await utimes(join(core, '.gitignore'), future, future);
    const index = join(core, '.git/index');
    const before = [await readFile(index), (await stat(index, { bigint: true })).ctimeNs];
    await fetched();
    expect([await readFile(index), (await stat(index, { bigint: true })).ctimeNs]).toEqual(before);
  });
});

describe('git', () => {
  test('is not asked again while nothing changed', async () => {
    await repository('core');
    const first = await fetched();
    expect(runs.length).toBeGreaterThan(0);
    expect(await fetched()).toEqual(first);
    expect(runs).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>, object]>([
    ['a commit', () => git('core', 'commit', '-q', '--allow-empty', '-m', 'x'), { branch: 'main' }],
    ['a new branch', () => git('core', 'checkout', '-q', '-b', 'b'), { branch: 'b' }],
    ['a file', () => appendFile(join(core, 'index.php'), 'x'), { dirty: 1 }],
    ['another origin', () => git('core', 'remote', 'add', 'origin', 'https://x/r/a/b'), { repo: 'a/b' }],
    ['packed refs', () => git('core', 'pack-refs', '--all'), { branch: 'main' }],
  ])('is asked again after %s', async (_what, change, expected) => {
    await repository('core');
    await fetched();
    await change();
    const { stdout } = await git('core', 'rev-parse', 'HEAD');
    expect((await fetched()).checkouts).toMatchObject([{ commit_ref: stdout, ...expected }]);
    expect(runs.length).toBeGreaterThan(0);
  });
});

async function fetched(name = 'core') {
  runs = [];
  return unwrap(
    await fetchDirectory({
      path: join(root, name),
      cache: join(root, '.cache'),
      find: findEntries,
      command,
      signal: new AbortController().signal,
      onNotice: (text) => notices.push(text),
    }),
  );
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function repository(path: string, branch = 'main'): Promise<string> {
  await git(path, 'init', '-q', '-b', branch);
  return commitAll(path);
}

async function commitAll(path: string): Promise<string> {
  await git(path, 'add', '-A');
  await git(path, 'commit', '-q', '-m', 'x');
  return (await git(path, 'rev-parse', 'HEAD')).stdout;
}

function git(path: string, ...args: string[]) {
  const identity = {
    GIT_AUTHOR_NAME: 'x',
    GIT_AUTHOR_EMAIL: 'x@x',
    GIT_COMMITTER_NAME: 'x',
    GIT_COMMITTER_EMAIL: 'x@x',
  };
  const date = '1700000000 +0000';
  return systemCommand.run('git', ['-C', join(root, path), '-c', 'protocol.file.allow=always', ...args], {
    env: { ...identity, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  });
}
