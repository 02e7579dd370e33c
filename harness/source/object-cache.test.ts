import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Command, systemCommand } from '../system/command.ts';
import { tryLock } from '../system/lock.ts';
import { ThrowAwayRepository } from '../testing/throw-away-repository.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { commitsBetween, fetchRef, type RefRequest, repositoryDirectory } from './object-cache.ts';

let cache: string;
let origin: ThrowAwayRepository;
let asked: string[];

/** Real git, of which every question to the repository is noted. */
const command: Command = {
  run(file, args, options) {
    asked.push(...args.filter((arg) => arg === 'fetch' || arg === 'ls-remote'));
    return systemCommand.run(file, args, options);
  },
};
const oldServer: Command = {
  run: (file, args, options) => command.run(file, ['-c', 'protocol.version=0', ...args], options),
};

beforeEach(async () => {
  asked = [];
  cache = await mkdtemp(join(tmpdir(), 'gm1-objects-'));
  origin = await ThrowAwayRepository.create();
});

afterEach(async () => {
  await rm(cache, { recursive: true });
  await origin[Symbol.asyncDispose]();
});

function fetch(ref: string, more: Partial<RefRequest> = {}) {
  const { signal } = new AbortController();
  return fetchRef({ url: origin.directory, ref, cache, command, signal, ...more });
}

async function commitOf(ref: string, more: Partial<RefRequest> = {}): Promise<string> {
  return unwrap(await fetch(ref, more)).commit;
}

function gitDir(url = origin.directory): string {
  return repositoryDirectory({ cache, url });
}

describe('a ref', () => {
  test.each([
    ['a branch', 'wmf/next', ['branch', 'wmf/next']],
    ['a tag', '1.45.0', ['tag', '1.45.0']],
    ['an annotated tag', '1.45.1', ['tag', '-m', 'x', '1.45.1']],
    ['a change in review', 'refs/changes/12/34/5', ['update-ref', 'refs/changes/12/34/5', 'HEAD']],
    ['a change in review', 'changes/12/34/5', ['update-ref', 'refs/changes/12/34/5', 'HEAD']],
    ['a full name', 'refs/heads/x', ['branch', 'x']],
  ])('can be %s: %s', async (_what, ref, make) => {
    const commit = await origin.commit({ a: '1' });
    await origin.git(...make);
    await origin.commit({ a: '2' });
    expect(unwrap(await fetch(ref))).toEqual({ gitDir: gitDir(), commit, ref });
    expect(await commitOf(ref)).toBe(commit);
  });

  test('is a branch when a tag has the same name', async () => {
    await origin.commit({ a: '1' });
    await origin.git('tag', 'x');
    const commit = await origin.commit({ a: '2' });
    await origin.git('branch', 'x');
    expect(await commitOf('x')).toBe(commit);
  });

  test('that has moved, also by force, is fetched again', async () => {
    await origin.commit({ a: '1' });
    const first = await origin.commit({ a: '2' });
    expect(await commitOf('master')).toBe(first);
    await origin.git('reset', '-q', '--hard', 'HEAD~');
    const second = await origin.commit({ a: '3' });
    expect(await commitOf('master')).toBe(second);
    expect(await commitOf(first)).toBe(first);
  });

  test('that has not moved costs one question', async () => {
    await origin.commit({ a: '1' });
    await commitOf('master');
    asked = [];
    await commitOf('master');
    expect(asked).toEqual(['ls-remote']);
  });

  test('that is missing gives way to the fallback', async () => {
    await origin.commit({ a: '1' });
    expect(unwrap(await fetch('wmf/next', { fallback: 'master' })).ref).toBe('master');
    await origin.git('branch', 'wmf/next');
    expect(unwrap(await fetch('wmf/next', { fallback: 'master' })).ref).toBe('wmf/next');
  });

  test('that is missing is named, with those that are called alike', async () => {
    await origin.commit({ a: '1' });
    for (const name of ['REL1_44', 'wmf/1.45.0-wmf.1', 'wmf/next', 'wmf/nightly'])
      await origin.git('branch', name);
    const outcome = await fetch('wmf/nxt', { fallback: 'main' });
    expect(sentenceOf(outcome)).toMatch(/ has no branch, tag or other ref wmf\/nxt nor main\. /);
    expect(sentenceOf(outcome)).toMatch(
      /It has wmf\/(next|nightly), wmf\/\w+, wmf\/1.45.0-wmf.1 for example\.$/,
    );
    expect(outcome).toMatchObject({ failure: { kind: 'usage' } });
  });

  test('does not reach git as an option', async () => {
    await origin.commit({ a: '1' });
    const option = `--upload-pack=touch ${cache}/touched;`;
    expect(sentenceOf(await fetch(option))).toContain('has no branch');
    expect(sentenceOf(await fetch('master', { url: option }))).toContain('Cannot reach');
    expect(await readdir(cache)).not.toContain('touched');
  });
});

describe('a commit', () => {
  test('is fetched by its id though no branch has it', async () => {
    await origin.commit({ a: '1' });
    const commit = await origin.commit({ a: '2' });
    await origin.git('reset', '-q', '--hard', 'HEAD~');
    expect(unwrap(await fetch(commit))).toEqual({ gitDir: gitDir(), commit, ref: commit });
  });

  test('is looked for in the branches when the server gives no commit by its id', async () => {
    const commit = await origin.commit({ a: '1' });
    await origin.commit({ a: '2' });
    expect(await commitOf(commit, { command: oldServer })).toBe(commit);
    expect(asked).toEqual(['fetch', 'fetch']);
  });

  test('that nobody has is a usage failure that names it', async () => {
    await origin.commit({ a: '1' });
    const outcome = await fetch('0123456789012345678901234567890123456789');
    expect(sentenceOf(outcome)).toContain(
      'does not have the commit 0123456789012345678901234567890123456789',
    );
    expect(outcome).toMatchObject({ failure: { kind: 'usage' } });
  });

  test('that is there already needs no network', async () => {
    const older = await origin.commit({ a: '1' });
    const commit = await origin.commit({ a: '2' });
    await commitOf('master');
    await rm(origin.directory, { recursive: true });
    asked = [];
    expect(await commitOf(commit)).toBe(commit);
    expect(await commitOf(older)).toBe(older);
    expect(asked).toEqual([]);
  });

  test('that is there already does not wait for a build that is fetching', async () => {
    const commit = await origin.commit({ a: '1' });
    await commitOf(commit);
    await tryLock(`${gitDir()}.lock`);
    expect(await commitOf(commit)).toBe(commit);
  });

  test('of a repository that cannot be reached is asked for once', async () => {
    const url = join(cache, 'nowhere');
    const outcome = await fetch('0123456789012345678901234567890123456789', { url });
    expect(sentenceOf(outcome)).toContain('does not appear to be a git repository');
    expect(asked).toEqual(['fetch']);
  });

  test('of which only a part is there is fetched', async () => {
    const commit = await origin.commit({ a: '1', b: '2' });
    await commitOf('master');
    const half = gitDir();
    await systemCommand.run('git', [`--git-dir=${half}`, 'update-ref', '-d', `refs/commits/${commit}`]);
    await unpackWithout(half, await origin.git('rev-parse', `${commit}:a`));
    asked = [];
    expect(await commitOf(commit)).toBe(commit);
    expect(asked).toEqual(['fetch']);
  });
});

const manyPacks = `
for number in $(seq 60); do
  echo $number | git --git-dir="$0" hash-object -w --stdin | git --git-dir="$0" pack-objects -q "$0/objects/pack/pack"
done`;

/** As an unpacking that was killed leaves it. */
async function unpackWithout(directory: string, object: string): Promise<void> {
  const packs = join(directory, 'objects/pack');
  const pack = (await readdir(packs)).find((name) => name.endsWith('.pack'));
  await rename(join(packs, pack ?? ''), join(directory, 'moved.pack'));
  for (const name of await readdir(packs)) await rm(join(packs, name));
  await systemCommand.run('sh', ['-c', 'git --git-dir="$0" unpack-objects -q < "$0/moved.pack"', directory]);
  await rm(join(directory, 'objects', object.slice(0, 2), object.slice(2)));
}

describe('a mirror', () => {
  test('is asked instead, and the commits are found under the URL itself', async () => {
    const commit = await origin.commit({ a: '1' });
    const url = 'https://me:secret@gerrit.invalid/r/core';
    const mirrors = { 'https://me:secret@gerrit.invalid/r/core': origin.directory };
    const found = unwrap(await fetch('master', { url, mirrors }));
    expect(found).toEqual({ gitDir: gitDir('https://gerrit.invalid/r/core'), commit, ref: 'master' });
    expect(await commitOf(commit, { url: 'https://gerrit.invalid/r/core' })).toBe(commit);
  });

  test('is named when it cannot be reached, without a password', async () => {
    const mirrors = { 'https://gerrit.invalid/': 'https://me:secret@nearer.invalid/' };
    const outcome = await fetch('master', { url: 'https://gerrit.invalid/core', mirrors });
    expect(sentenceOf(outcome)).toContain(
      'Cannot reach https://gerrit.invalid/core by way of https://nearer.invalid/core.',
    );
    expect(sentenceOf(outcome)).toContain('git says: fatal: ');
    expect(sentenceOf(outcome)).not.toContain('secret');
    expect(outcome).toMatchObject({ failure: { kind: 'infrastructure' } });
  });
});

describe('what is kept', () => {
  test('is used again after a git that was killed left its locks', async () => {
    await origin.commit({ a: '1' });
    await commitOf('master');
    const commit = await origin.commit({ a: '2' });
    for (const path of ['HEAD.lock', 'shallow.lock', 'packed-refs.lock', `refs/commits/${commit}.lock`])
      await writeFile(join(gitDir(), path), '');
    await writeFile(join(gitDir(), 'objects/pack/tmp_pack_x'), 'PACK');
    expect(await commitOf('master')).toBe(commit);
    expect(await readdir(join(gitDir(), 'objects/pack'))).not.toContain('tmp_pack_x');
  });

  test.each(['HEAD', 'config', 'info/attributes', 'refs', 'objects'])(
    'is used again without its %s',
    async (path) => {
      const commit = await origin.commit({ a: '1' });
      await commitOf('master');
      await rm(join(gitDir(), path), { recursive: true });
      expect(await commitOf('master')).toBe(commit);
    },
  );

  test('of very many fetches is in few packs, and all there', async () => {
    const commit = await origin.commit({ a: '1' });
    await commitOf('master');
    await systemCommand.run('sh', ['-c', manyPacks, gitDir()]);
    const newer = await origin.commit({ a: '2' });
    await commitOf('master');
    const packs = (await readdir(join(gitDir(), 'objects/pack'))).filter((name) => name.endsWith('.pack'));
    expect(packs.length).toBeLessThan(10);
    await rm(origin.directory, { recursive: true });
    expect([await commitOf(commit), await commitOf(newer)]).toEqual([commit, newer]);
    expect(await systemCommand.run('git', [`--git-dir=${gitDir()}`, 'fsck'])).toMatchObject({ exitCode: 0 });
  });

  test('is made by one of two builds while the other waits', async () => {
    const commit = await origin.commit({ a: '1' });
    const lock = await tryLock(`${gitDir()}.lock`);
    if ('holder' in lock) throw new Error('not locked');
    const pause = async () => {
      await lock[Symbol.asyncDispose]();
    };
    expect(await commitOf('master', { pause })).toBe(commit);
  });

  test('is whole when many builds want it at once', async () => {
    const commit = await origin.commit({ a: '1' });
    const commits = await Promise.all(Array.from({ length: 5 }, () => commitOf('master')));
    expect(new Set(commits)).toEqual(new Set([commit]));
  });

  test('is let go of when the wait is interrupted', async () => {
    await origin.commit({ a: '1' });
    const controller = new AbortController();
    await tryLock(`${gitDir()}.lock`);
    const pause = async () => controller.abort();
    const outcome = await fetch('master', { pause, signal: controller.signal });
    expect(outcome).toMatchObject({ failure: { kind: 'interrupted' } });
  });
});

test('an interrupted fetch says so', async () => {
  await origin.commit({ a: '1' });
  const controller = new AbortController();
  const stopped: Command = {
    run(file, args, options) {
      if (args.includes('fetch')) controller.abort();
      return systemCommand.run(file, args, options);
    },
  };
  const outcome = await fetch('master', { command: stopped, signal: controller.signal });
  expect(outcome).toMatchObject({ failure: { kind: 'interrupted' } });
});

describe('commits between two builds', () => {
  test('are those that the newer one has and the older one has not, newest first', async () => {
    const from = await origin.commit({ a: '1' }, 'One');
    await origin.commit({ a: '2' }, 'Two');
    const to = await origin.commit({ a: '3' }, 'Three: x\ty');
    await commitOf('master');
    await rm(origin.directory, { recursive: true });
    const commits = unwrap(await between(from, to));
    expect(commits).toMatchObject([{ commit: to, subject: 'Three: x\ty', author: 'x' }, { subject: 'Two' }]);
    expect(commits[0]?.date).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(unwrap(await between(to, from))).toEqual([]);
    expect(unwrap(await between(to, to))).toEqual([]);
  });

  test('that touch a path are those alone', async () => {
    const from = await origin.commit({ a: '1', 'b*': '1' }, 'One');
    await origin.commit({ a: '2', 'b*': '1' }, 'Two');
    const to = await origin.commit({ a: '2', 'b*': '2' }, 'Three');
    await commitOf('master');
    expect(unwrap(await between(from, to, 'a'))).toMatchObject([{ subject: 'Two' }]);
    expect(unwrap(await between(from, to, 'b*'))).toMatchObject([{ subject: 'Three' }]);
    expect(unwrap(await between(from, to, 'c'))).toEqual([]);
  });

  test('cannot be told when one of them is not kept', async () => {
    const from = await origin.commit({ a: '1' });
    const to = from.replaceAll(/./g, 'a');
    expect(sentenceOf(await between(from, to))).toContain('are not kept on this machine');
    await commitOf('master');
    expect(sentenceOf(await between(from, to))).toContain('are not kept on this machine');
  });

  function between(from: string, to: string, path?: string) {
    const { signal } = new AbortController();
    const range = { from, to, ...(path !== undefined && { path }) };
    return commitsBetween({ url: origin.directory, ...range, cache, command: systemCommand, signal });
  }
});
