import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PatchDefinition } from '../core/definition.ts';
import { mergeParts, type TreeEntry } from '../core/tree.ts';
import { type Command, systemCommand } from '../system/command.ts';
import { listTree } from '../system/list-tree.ts';
import { type PlantedFiles, plantFiles, ThrowAwayRepository } from '../testing/throw-away-repository.ts';
import { unwrap } from '../testing/unwrap.ts';
import type { FetchedTree, FetchedVersion } from './fetched-tree.ts';
import { applyPatches } from './patches.ts';

let root: string;
let repository: ThrowAwayRepository;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-patches-'));
  repository = await ThrowAwayRepository.create();
});

afterEach(async () => {
  await repository[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

const lines = (change: string) =>
  `${Array.from({ length: 20 }, (_, n) => `line ${n}`).join('\n')}\n${change}\n`;
const bytes = (first: number) => Uint8Array.from({ length: 300 }, (_, n) => (first + n) % 256);

describe('a patch that', () => {
  test.each<[string, PlantedFiles, PlantedFiles]>([
    ['changes a file', { 'a.php': lines('old') }, { 'a.php': lines('new') }],
    ['adds a file in a new folder', { a: 'a' }, { a: 'a', 'new/deep/b': 'b\n' }],
    ['adds an empty file', { a: 'a' }, { a: 'a', empty: '' }],
    ['removes a file and leaves its folder', { 'x/a': 'a\n', 'x/b': 'b\n' }, { 'x/b': 'b\n' }],
    ['empties folders', { 'x/y/z/a': 'a\n', 'x/b': 'b\n' }, { 'x/b': 'b\n' }],
    ['renames a file', { 'old/a': lines('same'), b: 'b' }, { 'new/c': lines('same'), b: 'b' }],
    ['renames and changes a file', { old: lines('old') }, { new: lines('new') }],
    ['makes a file a program', { a: 'a\n' }, { a: { program: 'a\n' } }],
    ['makes a program a file', { a: { program: 'a\n' } }, { a: 'a\n' }],
    ['changes a program', { a: { program: lines('old') } }, { a: { program: lines('new') } }],
    ['adds a link', { a: 'a\n' }, { a: 'a\n', link: { to: 'a' } }],
    ['points a link elsewhere', { link: { to: 'a' } }, { link: { to: '../../b' } }],
    ['removes a link', { a: 'a\n', link: { to: 'a' } }, { a: 'a\n' }],
    ['makes a link a file', { a: { to: '/etc/passwd' } }, { a: 'own\n' }],
    ['makes a file a link', { a: 'a\n', b: 'b\n' }, { a: { to: 'b' }, b: 'b\n' }],
    ['makes a link a folder', { a: { to: 'b' }, 'b/c': 'c\n' }, { 'a/c': 'd\n', 'b/c': 'c\n' }],
    ['makes a file a folder', { a: 'a\n' }, { 'a/b/c': 'c\n' }],
    ['makes a folder a file', { 'a/b/c': 'c\n' }, { a: 'a\n' }],
    ['changes bytes', { a: bytes(0) }, { a: bytes(7) }],
    ['adds and removes bytes', { a: bytes(3) }, { b: bytes(4) }],
    [
      'changes CRLF lines',
      { a: lines('old').replaceAll('\n', '\r\n') },
      { a: lines('new').replaceAll('\n', '\r\n') },
    ],
    ['turns CRLF into LF', { a: 'one\r\ntwo\r\n' }, { a: 'one\ntwo\n' }],
    ['adds white space at the end of lines', { a: 'one\n' }, { a: 'one \t\n\n\n' }],
    ['takes the last newline', { a: 'one\ntwo\n' }, { a: 'one\ntwo' }],
    ['adds the last newline', { a: 'one\ntwo' }, { a: 'one\ntwo\n' }],
    ['is in Latin-1', { a: Buffer.from('caf\xe9\n', 'latin1') }, { a: Buffer.from('th\xe9\n', 'latin1') }],
    [
      'has odd names',
      { 'a b/ü "q"\t\n.php': 'old\n', '[x]*': 'x\n' },
      { 'a b/ü "q"\t\n.php': 'new\n', '-n': 'n\n' },
    ],
    [
      'changes several files',
      { 'a.php': lines('old'), b: 'b\n', 'c/d': 'd\n' },
      { 'a.php': lines('new'), 'c/e': 'e\n', 'c/d': 'D\n' },
    ],
  ])('%s gives the tree that it was made from', async (_what, before, after) => {
    await expectNewTree(before, after);
  });

  test('was made of any change gives the tree that it was made from', async () => {
    await fc.assert(
      fc.asyncProperty(trees, trees, fc.boolean(), async (before, after, renames) => {
        const [from, to] = [await repository.plant(before), await repository.plant(after)];
        fc.pre(from !== to && !(renames && linkBecomesFolder(before, after)));
        await expectNewTree(before, after, renames);
      }),
      { numRuns: 30 },
    );
  });
});

/** Git does not apply its own patch when it takes the link for the origin of another one. */
function linkBecomesFolder(before: PlantedFiles, after: PlantedFiles): boolean {
  const links = Object.keys(before).filter(
    (path) => typeof before[path] === 'object' && 'to' in before[path],
  );
  return links.some((link) => Object.keys(after).some((path) => path.startsWith(`${link}/`)));
}

const name = fc.constantFrom('a', 'b', 'c', 'd ü');
const content = fc.oneof(
  fc.constantFrom('', 'x', 'x\n', 'x\r\ny\n'),
  fc.array(fc.constantFrom('p', 'q', 'r'), { maxLength: 12 }).map((rows) => rows.join('\n')),
  fc.uint8Array({ maxLength: 12 }),
  fc.constantFrom('nowhere', '../b').map((to) => ({ to })),
  fc.constantFrom('p\nq\n', 's').map((program) => ({ program })),
);
/** No path of these lies below another. */
const trees = fc
  .dictionary(
    fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')),
    content,
    { maxKeys: 6 },
  )
  .map((files) =>
    Object.fromEntries(
      Object.entries(files).filter(
        ([path]) => !Object.keys(files).some((other) => path.startsWith(`${other}/`)),
      ),
    ),
  );

test('the later patch sees what the earlier made', async () => {
  const states = [{ a: lines('1') }, { a: lines('2'), 'n/b': 'b\n' }, { a: lines('3'), c: 'b\n' }] as const;
  const [first, second, third] = [await commit(states[0]), await commit(states[1]), await commit(states[2])];
  const fetched = await fetchedWith(states[0]);
  const patches = [await patchFile(first, second, 'one'), await patchFile(second, third, 'two')];
  const patched = await apply(fetched, patches);
  expect(contentOf(patched.versions[0])).toEqual(await contentWith(states[2]));
});

test('no folder that the code was fetched to is changed', async () => {
  const fetched = await fetchedWith({ a: 'a\n', b: 'b\n' });
  const directory = directoryOf(fetched);
  const before = await listTree(directory);
  await apply(fetched, [await patchOf({ a: 'a\n', b: 'b\n' }, { a: 'A\n' })]);
  expect(await listTree(directory)).toEqual(before);
});

test('a patched file stands once among the parts, so that files are counted once', async () => {
  const fetched = await fetchedWith({ a: 'a\n', b: 'b\n' });
  const patched = await apply(fetched, [await patchOf({ a: 'a\n' }, { a: 'A\n' })]);
  const files = patched.versions.flatMap(({ parts }) => parts.flatMap(({ entries }) => entries));
  expect(files.map(({ path }) => path).sort()).toEqual(['a', 'b']);
});

describe('a version of several parts', () => {
  const core = { 'includes/a': 'core\n', 'extensions/README': 'r\n' };
  const echo = { 'Echo.php': lines('old'), 'i18n/en.json': '{}\n' };

  async function coreAndEcho(): Promise<FetchedTree> {
    const below = await fetchedWith(echo, 'echo', 'php-1.45/extensions/Echo');
    const { versions, checkouts } = await fetchedWith(core);
    const parts = [...(versions[0]?.parts ?? []), ...(below.versions[0]?.parts ?? [])];
    return { versions: [{ version: '1.45', parts }], checkouts: [...checkouts, ...below.checkouts] };
  }

  test.each([
    ['relative to its checkout', 'extensions/Echo', '', ['extensions/Echo']],
    ['relative to core', '', 'extensions/Echo/', ['core']],
  ])('takes a patch %s', async (_how, checkout, prefix, recorded) => {
    const from = { [`${prefix}Echo.php`]: lines('old') };
    const patch = await patchOf(from, { [`${prefix}Echo.php`]: lines('new') }, checkout);
    const patched = await apply(await coreAndEcho(), [patch]);
    const expected = {
      ...core,
      'extensions/Echo/Echo.php': lines('new'),
      'extensions/Echo/i18n/en.json': '{}\n',
    };
    expect(contentOf(patched.versions[0])).toEqual(await contentWith(expected));
    expect(patched.checkouts.filter(({ patches }) => patches).map(({ repo }) => repo)).toEqual(recorded);
  });

  test('takes the file of the later part', async () => {
    const { versions, checkouts } = await fetchedWith({ 'vendor/a': 'old\n' });
    const later = await fetchedWith({ a: 'later\n' }, 'vendor', 'php-1.45/vendor');
    const parts = [...(versions[0]?.parts ?? []), ...(later.versions[0]?.parts ?? [])];
    const patch = await patchOf({ a: 'later\n' }, { a: 'patched\n' }, 'vendor');
    const patched = await apply({ versions: [{ version: '1.45', parts }], checkouts }, [patch]);
    expect(contentOf(patched.versions[0])).toEqual(await contentWith({ 'vendor/a': 'patched\n' }));
  });

  test('is not patched by way of a link that hides a folder', async () => {
    const { versions, checkouts } = await fetchedWith({ 'vendor/a': 'old\n', b: 'b\n' });
    await plantFiles(root, { 'outside/a': 'secret\n' });
    const later = await fetchedWith({ vendor: { to: join(root, 'outside') } }, 'later');
    const parts = [...(versions[0]?.parts ?? []), ...(later.versions[0]?.parts ?? [])];
    const patch = await patchOf({ 'vendor/a': 'old\n' }, { 'vendor/a': 'new\n' });
    const applying = apply({ versions: [{ version: '1.45', parts }], checkouts }, [patch]);
    await expect(applying).rejects.toThrow(/beyond a symbolic link|No such file/);
    expect(await readFile(join(root, 'outside/a'), 'utf8')).toBe('secret\n');
  });

  test('loses a checkout of which a patch removes everything', async () => {
    const patch = await patchOf(echo, {}, 'extensions/Echo');
    const patched = await apply(await coreAndEcho(), [patch]);
    expect(contentOf(patched.versions[0])).toEqual(await contentWith(core));
  });
});

test('every version is patched', async () => {
  const [one, two] = [
    await fetchedWith({ a: lines('1') }, 'one'),
    await fetchedWith({ a: `2\n${lines('1')}` }, 'two'),
  ];
  const second = two.versions[0]?.parts.map((part) => ({ ...part, target: 'php-1.46' })) ?? [];
  const both = { ...one, versions: [...one.versions, { version: '1.46', parts: second }] };
  const patched = await apply(both, [await patchOf({ a: lines('1') }, { a: lines('3') })]);
  expect(contentOf(patched.versions[0])).toEqual(await contentWith({ a: lines('3') }));
  expect(contentOf(patched.versions[1])).toEqual(await contentWith({ a: `2\n${lines('3')}` }));
});

describe('what a build keeps', () => {
  test('names the patches of a checkout in order, by file and hash of the text', async () => {
    const fetched = await fetchedWith({ a: '1\n' });
    const patches = [
      await patchOf({ a: '1\n' }, { a: '2\n' }, '', 'one.patch'),
      await patchOf({ a: '2\n' }, { a: '3\n' }, '', 'two.patch'),
    ];
    expect((await apply(fetched, patches)).checkouts).toMatchObject([
      {
        repo: 'core',
        patches: [
          { name: 'one.patch', hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
          { name: 'two.patch', hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
        ],
      },
    ]);
  });

  test('names those of a Debian tree at the package of MediaWiki', async () => {
    const tree = await fetchedWith({ a: '1\n' });
    const packages = ['debian/mediawiki-classes', 'debian/mediawiki'];
    const checkouts = packages.map((repo) => ({ repo, path: 'php-1.45', commit_ref: '1' }));
    const patched = await apply({ ...tree, checkouts }, [await patchOf({ a: '1\n' }, { a: '2\n' })]);
    expect(patched.checkouts.map(({ patches }) => patches?.length)).toEqual([undefined, 1]);
  });

  test('is the same folder for the same patches on the same files, and is not made twice', async () => {
    const fetched = await fetchedWith({ a: '1\n', b: 'b\n' });
    const patch = await patchOf({ a: '1\n' }, { a: '2\n' });
    const first = await apply(fetched, [patch]);
    const calls: string[] = [];
    const watching: Command = {
      run: (file, args, options) => {
        calls.push(args.includes('--numstat') ? 'look' : 'apply');
        return systemCommand.run(file, args, options);
      },
    };
    expect(await apply(fetched, [patch], watching)).toEqual(first);
    expect(calls).not.toContain('apply');
    expect(await readdir(join(root, 'cache/patched'))).toHaveLength(1);
  });

  test.each<[string, PlantedFiles]>([
    ['the content', { a: `2\n${lines('1')}` }],
    ['the executable bit', { a: { program: lines('1') } }],
  ])('is another folder when %s of a file differs', async (_what, files) => {
    const patch = await patchOf({ a: lines('1') }, { a: lines('2') });
    const one = await apply(await fetchedWith({ a: lines('1') }, 'one'), [patch]);
    const two = await apply(await fetchedWith(files, 'two'), [patch]);
    expect(directoryOf(one)).not.toBe(directoryOf(two));
  });
});

test('settings of the user and a repository around the cache do not count', async () => {
  const [before, after] = [{ a: 'one\ntwo\n' }, { a: 'one \r\ntwo\n' }];
  const fetched = await fetchedWith(before);
  const patch = await patchOf(before, after);
  await systemCommand.run('git', ['init', '-q', root]);
  await plantFiles(root, {
    '.gitattributes': '* text eol=lf\n',
    gitconfig: '[apply]\n\twhitespace = fix\n[core]\n\tautocrlf = input\n',
  });
  const env = { GIT_CONFIG_GLOBAL: join(root, 'gitconfig'), HOME: root };
  const customised: Command = {
    run: (file, args, options) =>
      systemCommand.run(file, args, { ...options, env: { ...env, ...options?.env } }),
  };
  expect(contentOf((await apply(fetched, [patch], customised)).versions[0])).toEqual(
    await contentWith(after),
  );
});

describe('a ref', () => {
  const [base, change] = [
    { a: lines('1'), b: 'b\n' },
    { a: lines('2'), b: 'b\n', link: { to: 'a' } },
  ] as const;

  test('is the change of its commit against its parent, whatever else the branch has', async () => {
    await commit({ ...base, other: 'not in the tree\n' });
    const picked = await commit({ ...change, other: 'not in the tree\n' });
    const patched = await apply(await fetchedWith(base), [
      { checkout: '', ref: 'master', url: repository.directory },
    ]);
    expect(contentOf(patched.versions[0])).toEqual(await contentWith(change));
    expect(patched.checkouts[0]?.patches).toMatchObject([{ name: `master (${picked.slice(0, 10)})` }]);
  });

  test('is of the repository of its checkout when it has none of its own', async () => {
    await commit(base);
    const ref = await commit(change);
    const fetched = await fetchedWith(base);
    const checkouts = fetched.checkouts.map((checkout) => ({ ...checkout, url: repository.directory }));
    const patched = await apply({ ...fetched, checkouts }, [{ checkout: '', ref }]);
    expect(contentOf(patched.versions[0])).toEqual(await contentWith(change));
  });

  test('that is a merge is its change against its first parent', async () => {
    await commit(base);
    await repository.git('checkout', '-q', '-b', 'side');
    await commit(change);
    await repository.git('checkout', '-q', 'master');
    await commit({ ...base, b: 'B\n' });
    await repository.git('merge', '-q', '--no-edit', 'side');
    const patched = await apply(await fetchedWith({ ...base, b: 'B\n' }), [
      { checkout: '', ref: 'master', url: repository.directory },
    ]);
    expect(contentOf(patched.versions[0])).toEqual(await contentWith({ ...change, b: 'B\n' }));
  });

  test('that is a first commit is all that it has', async () => {
    await commit({ new: 'n\n' });
    const patched = await apply(await fetchedWith(base), [
      { checkout: '', ref: 'master', url: repository.directory },
    ]);
    expect(contentOf(patched.versions[0])).toEqual(await contentWith({ ...base, new: 'n\n' }));
  });
});

let trials = 0;

async function expectNewTree(before: PlantedFiles, after: PlantedFiles, renames = true): Promise<void> {
  trials += 1;
  const fetched = await fetchedWith({ ...before, untouched: 'u' }, `trial-${trials}`);
  const [from, to] = [await repository.plant(before), await repository.plant(after)];
  const patched = await apply(fetched, [await patchFile(from, to, 'x.patch', '', renames)]);
  expect(contentOf(patched.versions[0])).toEqual(await contentWith({ ...after, untouched: 'u' }));
}

function commit(files: PlantedFiles): Promise<string> {
  return repository.commit(files);
}

async function patchOf(
  before: PlantedFiles,
  after: PlantedFiles,
  checkout = '',
  file = 'x.patch',
): Promise<PatchDefinition> {
  return patchFile(await repository.plant(before), await repository.plant(after), file, checkout);
}

async function patchFile(
  from: string,
  to: string,
  file: string,
  checkout = '',
  renames = true,
): Promise<PatchDefinition> {
  const path = join(root, file);
  const detect = renames ? '--find-renames' : '--no-renames';
  await repository.git('diff', '--binary', detect, `--output=${path}`, from, to);
  return { checkout, file: path };
}

/** A tree of which these are the files, as fetched from somewhere. */
async function fetchedWith(files: PlantedFiles, folder = 'core', target = 'php-1.45'): Promise<FetchedTree> {
  const directory = join(root, 'trees', folder);
  await mkdir(directory, { recursive: true });
  await plantFiles(directory, files);
  const part = { directory, target, entries: await listTree(directory) };
  const repo = target.slice('php-1.45/'.length) || 'core';
  return {
    versions: [{ version: '1.45', parts: [part] }],
    checkouts: [{ repo, path: target, commit_ref: 'abc' }],
  };
}

async function apply(
  fetched: FetchedTree,
  patches: readonly PatchDefinition[],
  command = systemCommand,
): Promise<FetchedTree> {
  const { signal } = new AbortController();
  const source = { kind: 'debian', suite: 'sid' } as const;
  return unwrap(
    await applyPatches({ fetched, source, patches, cache: join(root, 'cache'), command, signal }),
  );
}

function directoryOf({ versions }: FetchedTree): string {
  return versions[0]?.parts.at(-1)?.directory ?? '';
}

async function contentWith(files: PlantedFiles): Promise<readonly unknown[]> {
  const directory = await mkdtemp(join(root, 'expected-'));
  await plantFiles(directory, files);
  return (await listTree(directory)).map((entry) => summarise(entry));
}

function contentOf(version: FetchedVersion | undefined): readonly unknown[] {
  const target = `php-${version?.version}/`;
  return mergeParts(version?.parts ?? [])
    .filter(({ entry }) => entry.path.startsWith(target))
    .map(({ entry }) => summarise({ ...entry, path: entry.path.slice(target.length) }));
}

/** In one order, with what counts. */
function summarise(entry: TreeEntry): unknown {
  switch (entry.kind) {
    case 'folder':
      return [entry.path];
    case 'link':
      return [entry.path, 'to', entry.to];
    case 'file':
      return [entry.path, entry.executable, entry.sha256];
  }
}
