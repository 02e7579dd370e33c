import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TreeEntry } from '../core/tree.ts';
import { sentenceOf } from '../testing/unwrap.ts';
import { checkLinks } from './staged-links.ts';

type Links = Readonly<Record<string, string>>;

function check(links: Links, target = 'php-next') {
  const entries: TreeEntry[] = Object.entries(links).map(([path, to]) => ({ kind: 'link', path, to }));
  return checkLinks([{ directory: '/tree', target, entries }]);
}

test.each<[string, Links]>([
  ['a file beside it', { a: 'b' }],
  ['a folder above it', { 'x/y/a': '../..' }],
  ['another version', { 'x/a': '../../php-1.43.9/x' }],
  ['the staging directory', { a: '..' }],
  ['nothing', { a: 'nowhere/at/all' }],
  ['itself', { a: 'a' }],
  ['each other', { a: 'b', b: 'a' }],
])('a link to %s may stay', (_what, links) => {
  expect(sentenceOf(check(links))).toBe('');
});

test.each<[string, Links, string]>([
  [
    'an absolute path',
    { a: '/etc/passwd' },
    'The link php-next/a leads out of the staging directory, to /etc/passwd.',
  ],
  ['an absolute path into the image', { a: '/srv/mediawiki/php-next/b' }, 'php-next/a leads out'],
  ['a folder above the root', { 'x/a': '../../..' }, 'php-next/x/a leads out'],
  ['a path that climbs out and comes back', { a: '../../mediawiki/php-next/b' }, 'php-next/a leads out'],
  ['a path behind a link', { 'deep/down/l': '../../top', m: 'deep/down/l/../../..' }, 'php-next/m leads out'],
])('a link to %s is refused with what to do', (_what, links, expected) => {
  expect(sentenceOf(check(links))).toContain(expected);
  expect(sentenceOf(check(links))).toMatch(/Put a copy in its place/);
});

test('links of different parts count together', () => {
  const part = (target: string, path: string, to: string) => ({
    directory: '/tree',
    target,
    entries: [{ kind: 'link' as const, path, to }],
  });
  const parts = [part('php-next/a/b', 'l', '../../..'), part('', 'm', 'php-next/a/b/l/..')];
  expect(sentenceOf(checkLinks(parts))).toContain('The link m leads out of the staging directory');
});

const name = fc.constantFrom('a', 'b', 'c');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
const to = fc
  .array(fc.oneof(name, fc.constantFrom('..', '.', '..')), { minLength: 1, maxLength: 5 })
  .map((names) => names.join('/'));

test('no link that may stay leads out of a real folder', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(path, to, { minKeys: 1, maxKeys: 6 }), async (wanted) => {
      const around = await realpath(await mkdtemp(join(tmpdir(), 'gm1-links-')));
      try {
        const root = join(around, 'stage');
        const made = await make(root, wanted);
        if (!check(made, '').ok) return;
        for (const link of Object.keys(made)) {
          const real = await realpath(join(root, link)).catch(() => root);
          expect(`${real}/`.startsWith(`${root}/`), `${link} leads to ${real}`).toBe(true);
        }
      } finally {
        await rm(around, { recursive: true });
      }
    }),
    { numRuns: 150 },
  );
});

/** Those that can be made without going through another. */
async function make(root: string, wanted: Links): Promise<Links> {
  const made: Record<string, string> = {};
  await mkdir(root);
  for (const [path, to] of Object.entries(wanted)) {
    if (Object.keys(made).some((other) => path.startsWith(`${other}/`))) continue;
    try {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await symlink(to, join(root, path));
      made[path] = to;
    } catch {}
  }
  return made;
}
