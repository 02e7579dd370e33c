import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitSource } from '../core/definition.ts';
import { mergeParts } from '../core/tree.ts';
import { type Command, systemCommand } from '../system/command.ts';
import { type PlantedFiles, ThrowAwayRepository } from '../testing/throw-away-repository.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { fetchGit, type GitRequest } from './git.ts';

const mediaWiki = {
  'includes/Defines.php': "<?php\ndefine( 'MW_VERSION', '1.46.0-alpha' );\n",
  'index.php': '<?php',
};
const vendor = { 'autoload.php': '<?php' };

let cache: string;
let repositories: AsyncDisposableStack;
let core: ThrowAwayRepository;
let libraries: ThrowAwayRepository;
let notices: string[];
let asked: string[];

const command: Command = {
  run(file, args, options) {
    asked.push(...args.filter((arg) => arg === 'fetch' || arg === 'ls-remote'));
    return systemCommand.run(file, args, options);
  },
};

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'gm1-git-'));
  repositories = new AsyncDisposableStack();
  [notices, asked] = [[], []];
  core = await repositoryWith(mediaWiki);
  libraries = await repositoryWith(vendor);
});

afterEach(async () => {
  await repositories.disposeAsync();
  await rm(cache, { recursive: true });
});

async function repositoryWith(files: PlantedFiles): Promise<ThrowAwayRepository> {
  const repository = repositories.use(await ThrowAwayRepository.create());
  await repository.commit(files);
  return repository;
}

/** Core with vendor beside it, on master. */
function fetch(source: Partial<GitSource> = {}, request: Partial<GitRequest> = {}) {
  return fetchGit({
    source: {
      kind: 'git',
      core: { url: core.directory, branch: 'master' },
      submodules: false,
      checkouts: [beside('vendor', libraries)],
      fallback: 'master',
      optional: [],
      mirrors: {},
      ...source,
    },
    cache,
    command,
    signal: new AbortController().signal,
    onNotice: (text) => notices.push(text),
    ...request,
  });
}

function beside(path: string, { directory }: ThrowAwayRepository, branch = 'master') {
  return { path, url: directory, branch };
}

/** Adds a submodule without asking git to clone it. */
async function addSubmodule(
  outer: ThrowAwayRepository,
  path: string,
  { url, commit, branch }: { readonly url?: string; readonly commit: string; readonly branch?: string },
): Promise<string> {
  const set = (key: string, value: string) =>
    outer.git('config', '-f', '.gitmodules', `submodule.${path}.${key}`, value);
  if (url !== undefined) await set('path', path);
  if (url !== undefined) await set('url', url);
  if (branch !== undefined) await set('branch', branch);
  if (url !== undefined) await outer.git('add', '.gitmodules');
  await outer.git('update-index', '--add', '--cacheinfo', `160000,${commit},${path}`);
  await outer.git('commit', '-qm', `Add ${path}`);
  return outer.git('rev-parse', 'HEAD');
}

async function headOf(repository: ThrowAwayRepository): Promise<string> {
  return repository.git('rev-parse', 'HEAD');
}

async function filesOf(source: Partial<GitSource> = {}): Promise<readonly string[]> {
  const { versions } = unwrap(await fetch(source));
  return versions
    .flatMap(({ parts }) => mergeParts(parts))
    .flatMap(({ entry }) => (entry.kind === 'file' ? [entry.path] : []));
}

describe('separate checkouts', () => {
  test('are parts of one version, core first, with their commits', async () => {
    const echo = await repositoryWith({ 'extension.json': '{}' });
    await echo.git('branch', 'REL1_46');
    const checkouts = [beside('vendor', libraries), beside('extensions/Echo', echo, 'REL1_46')];
    const fetched = unwrap(await fetch({ checkouts }));
    expect(fetched.versions).toMatchObject([
      {
        version: 'master',
        parts: [
          { target: 'php-master', entries: [{ path: 'includes' }, {}, { path: 'index.php' }] },
          { target: 'php-master/extensions/Echo', entries: [{ path: 'extension.json' }] },
          { target: 'php-master/vendor' },
        ],
      },
    ]);
    expect(fetched.checkouts).toEqual([
      await checkoutOf(core, 'php-master', 'master'),
      await checkoutOf(echo, 'php-master/extensions/Echo', 'REL1_46'),
      await checkoutOf(libraries, 'php-master/vendor', 'master'),
    ]);
    const part = fetched.versions[0]?.parts[1];
    expect(await readFile(join(part?.directory ?? '', 'extension.json'), 'utf8')).toBe('{}');
    expect(notices).toEqual([]);
  });

  async function checkoutOf(repository: ThrowAwayRepository, path: string, branch: string) {
    return {
      repo: `${basename(tmpdir())}/${basename(repository.directory)}`,
      path,
      branch,
      commit_ref: await headOf(repository),
      url: repository.directory,
      committed: Number(await repository.git('log', '-1', '--format=%ct')),
    };
  }

  test('fall back, with a notice, where the branch is missing', async () => {
    await core.git('branch', 'wmf/next');
    const checkouts = [beside('vendor', libraries, 'wmf/next')];
    const source = { core: { url: core.directory, branch: 'wmf/next' }, checkouts };
    const fetched = unwrap(await fetch(source));
    expect(fetched.checkouts.map(({ branch }) => branch)).toEqual(['wmf/next', 'master']);
    expect(fetched.versions[0]?.version).toBe('next');
    expect(notices).toEqual([`${libraries.directory} has no wmf/next; using master.`]);
  });

  test('ask one question each when nothing is new', async () => {
    await fetch();
    asked = [];
    await fetch();
    expect(asked).toEqual(['ls-remote', 'ls-remote']);
  });

  test('have no branch when they are asked for by commit', async () => {
    const branch = await headOf(core);
    const fetched = unwrap(await fetch({ core: { url: core.directory, branch } }));
    expect(fetched.checkouts[0]).toMatchObject({ commit_ref: branch });
    expect(fetched.checkouts[0]).not.toHaveProperty('branch');
    expect(fetched.versions[0]?.version).toBe('1.46.0-alpha');
  });

  test('come from a mirror, and keep their own URL in the manifest', async () => {
    const url = 'https://me:secret@gerrit.invalid/r/mediawiki/core.git';
    const mirrors = { 'https://me:secret@gerrit.invalid/r/mediawiki/core.git': core.directory };
    const { checkouts } = unwrap(await fetch({ core: { url, branch: 'master' }, mirrors }));
    expect(checkouts[0]).toMatchObject({
      repo: 'mediawiki/core',
      url: 'https://gerrit.invalid/r/mediawiki/core.git',
    });
    expect(JSON.stringify(checkouts)).not.toContain('secret');
  });

  test('bring their own submodules, but core does not unless asked to', async () => {
    const library = await repositoryWith({ 've.js': '' });
    const editor = await repositoryWith({ 'extension.json': '{}' });
    await addSubmodule(editor, 'lib/ve', { url: library.directory, commit: await headOf(library) });
    await addSubmodule(core, 'skins/X', { url: '/nowhere', commit: '1'.repeat(40) });
    const checkouts = [beside('vendor', libraries), beside('extensions/VisualEditor', editor)];
    const files = await filesOf({ checkouts });
    expect(files).toContain('php-master/extensions/VisualEditor/lib/ve/ve.js');
  });
});

describe('submodules', () => {
  const submodules = { submodules: true, checkouts: [] };

  beforeEach(async () => {
    await addSubmodule(core, 'vendor', { url: libraries.directory, commit: await headOf(libraries) });
  });

  test('are at the commits that core names, theirs too, with URLs relative to what is around them', async () => {
    const inner = await repositoryWith({ 'inner.js': '' });
    const echo = await repositoryWith({ 'extension.json': '{}' });
    const innerCommit = await headOf(inner);
    const url = `../${basename(inner.directory)}`;
    const commit = await addSubmodule(echo, 'lib', { url, commit: innerCommit });
    await inner.commit({ 'newer.js': '' });
    await echo.commit({ 'newer.json': '' });
    const relative = { url: `../${basename(echo.directory)}`, commit, branch: '.' };
    await addSubmodule(core, 'extensions/Echo', relative);
    expect(await filesOf(submodules)).toEqual([
      'php-master/.gitmodules',
      'php-master/extensions/Echo/.gitmodules',
      'php-master/extensions/Echo/extension.json',
      'php-master/extensions/Echo/lib/inner.js',
      'php-master/includes/Defines.php',
      'php-master/index.php',
      'php-master/vendor/autoload.php',
    ]);
    const { checkouts } = unwrap(await fetch(submodules));
    expect(checkouts).toMatchObject([
      { path: 'php-master', branch: 'master' },
      { path: 'php-master/extensions/Echo', commit_ref: commit, url: echo.directory, branch: 'master' },
      { path: 'php-master/extensions/Echo/lib', commit_ref: innerCommit, url: inner.directory },
      { path: 'php-master/vendor' },
    ]);
    expect(checkouts[2]).not.toHaveProperty('branch');
  });

  test('that have not moved are not asked about', async () => {
    await fetch(submodules);
    await core.git('rm', '-q', 'index.php');
    await core.git('commit', '-qm', 'Remove index.php');
    asked = [];
    await libraries[Symbol.asyncDispose]();
    expect(await filesOf(submodules)).not.toContain('php-master/index.php');
    expect(asked).toEqual(['ls-remote', 'fetch']);
  });

  test('come from a mirror of the URL that they have without one', async () => {
    const echo = await repositoryWith({ 'extension.json': '{}' });
    const relative = { url: '../extensions/Echo.git', commit: await headOf(echo) };
    await addSubmodule(core, 'extensions/Echo', relative);
    const mirrors = {
      'https://h.invalid/r/core': core.directory,
      'https://h.invalid/r/extensions/Echo.git': echo.directory,
    };
    const source = { ...submodules, core: { url: 'https://h.invalid/r/core', branch: 'master' }, mirrors };
    const { checkouts } = unwrap(await fetch(source));
    expect(checkouts[1]).toMatchObject({
      repo: 'extensions/Echo',
      url: 'https://h.invalid/r/extensions/Echo.git',
    });
  });

  describe.each<[string, { url?: string; commit: string }, string]>([
    ['in no repository', { url: '/nowhere/X.git', commit: '1'.repeat(40) }, '/nowhere/X.git at 11111111'],
    ['that .gitmodules does not name', { commit: '2'.repeat(40) }, 'does not name it'],
  ])('%s', (_what, submodule, named) => {
    beforeEach(() => addSubmodule(core, 'extensions/X', submodule));

    test('stop it and are named', async () => {
      const outcome = await fetch(submodules);
      expect(outcome).toMatchObject({ failure: { kind: 'usage' } });
      expect(sentenceOf(outcome)).toContain('The submodule extensions/X');
      expect(sentenceOf(outcome)).toContain(named);
      expect(sentenceOf(outcome)).toContain('under `optional`');
    });

    test('are left out, with a notice, when they are optional', async () => {
      const { versions, checkouts } = unwrap(await fetch({ ...submodules, optional: ['extensions/X'] }));
      expect(checkouts.map(({ path }) => path)).toEqual(['php-master', 'php-master/vendor']);
      const paths = mergeParts(versions[0]?.parts ?? []).map(({ entry }) => entry.path);
      expect(paths.filter((path) => path.includes('extensions'))).toEqual([]);
      expect(notices).toEqual([
        expect.stringMatching(/^Leaving out extensions\/X, which is optional\. The submodule/),
      ]);
    });
  });

  test('at a commit that their repository has not stop it', async () => {
    const commit = '3'.repeat(40);
    await addSubmodule(core, 'extensions/X', { url: libraries.directory, commit });
    expect(sentenceOf(await fetch(submodules))).toContain(
      `The submodule extensions/X cannot be had (${libraries.directory} at ${commit}).`,
    );
  });

  test('that .gitmodules names in no readable way stop it', async () => {
    await core.commit({ ...mediaWiki, '.gitmodules': '[submodule' });
    await core.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},vendor`);
    await core.git('commit', '-qm', 'Break it');
    const outcome = await fetch(submodules);
    expect(outcome).toMatchObject({ failure: { kind: 'usage' } });
    expect(sentenceOf(outcome)).toContain(`The .gitmodules of ${core.directory} at`);
  });

  test('may not share their path with a checkout', async () => {
    const outcome = await fetch({ submodules: true });
    expect(sentenceOf(outcome)).toBe(
      `Two checkouts claim vendor: the checkout ${libraries.directory} and the submodule ${libraries.directory}. ` +
        'Take one of them out of the definition.',
    );
    expect(outcome).toMatchObject({ failure: { kind: 'usage' } });
  });
});

describe('what cannot be built', () => {
  test('is a checkout in the way of files of core', async () => {
    await core.commit({ ...mediaWiki, 'vendor/README': '' });
    expect(sentenceOf(await fetch())).toContain(
      `Two checkouts claim vendor: the checkout ${libraries.directory} and core (${core.directory}), which has vendor/README.`,
    );
  });

  test.each<[string, PlantedFiles]>([
    ['no Defines.php', { 'index.php': '' }],
    ['a Defines.php without a version', { 'includes/Defines.php': '<?php' }],
    ['a link for it', { 'includes/Defines.php': { to: 'x' } }],
  ])('has %s', async (_what, files) => {
    const commit = await core.commit(files);
    const outcome = await fetch();
    expect(outcome).toMatchObject({ failure: { kind: 'usage' } });
    expect(sentenceOf(outcome)).toContain(
      `${core.directory} at master (${commit}) is not MediaWiki: it has no includes/Defines.php with MW_VERSION.`,
    );
  });

  test('has no vendor', async () => {
    const outcome = await fetch({ checkouts: [] });
    expect(outcome).toMatchObject({ failure: { kind: 'usage' } });
    expect(sentenceOf(outcome)).toContain('has no vendor/autoload.php, so MediaWiki could not start.');
  });

  test('has a branch that is nowhere', async () => {
    const outcome = await fetch({
      core: { url: core.directory, branch: 'wmf/next' },
      fallback: 'REL1_99',
    });
    expect(sentenceOf(outcome)).toBe(
      `${core.directory} has no branch, tag or other ref wmf/next nor REL1_99. It has master for example.`,
    );
  });

  test('names the checkout that cannot be had', async () => {
    const checkouts = [beside('vendor', libraries), { path: 'skins/X', url: '/nowhere/X', branch: 'master' }];
    const outcome = await fetch({ checkouts });
    expect(outcome).toMatchObject({ failure: { kind: 'usage' } });
    expect(sentenceOf(outcome)).toContain('The checkout skins/X cannot be had (/nowhere/X at master).');
    expect(sentenceOf(outcome)).toContain("fatal: '/nowhere/X' does not appear to be a git repository.");
    expect(await fetch({ checkouts, optional: ['skins/X'] })).toMatchObject({ ok: true });
  });

  test('is not left out quietly when it is interrupted', async () => {
    const request = { signal: AbortSignal.abort() };
    const outcome = await fetch({ optional: ['vendor'] }, request);
    expect(outcome).toMatchObject({ failure: { kind: 'interrupted' } });
    expect(notices).toEqual([]);
  });
});

test('core may have vendor as files of its own', async () => {
  await core.commit({ ...mediaWiki, 'vendor/autoload.php': '<?php' });
  expect(await filesOf({ checkouts: [] })).toContain('php-master/vendor/autoload.php');
});
