import { appendFile, cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BuildRecord } from '../core/build-record.ts';
import { BuildRig, imagesOn, isThere } from './build-rig.ts';
import { debianTree } from './debian-tree.ts';
import { GitFarm, type ReleaseTree } from './git-farm.ts';
import { SmallDisk } from './small-disk.ts';

let rig: BuildRig;
let release: ReleaseTree;
let farm: GitFarm;
let tree: string;
let good: BuildRecord;

beforeAll(async () => {
  release = await debianTree('trixie');
  rig = await BuildRig.create();
  tree = join(rig.directory, 'mediawiki');
  await cp(release.directory, tree, { recursive: true, verbatimSymlinks: true });
  farm = await GitFarm.create(join(rig.directory, 'farm'), release);
  await rig.define({ next: `{ directory: ${tree} }` });
  good = await rig.build();
});

afterAll(() => rig[Symbol.asyncDispose]());

/** A build that is to be refused, with all that was good before still there and nothing new on it. */
async function refused(next: string, ...args: readonly string[]) {
  await rig.define({ next });
  const { exitCode, stderr } = await rig.tryBuild(...args);
  expect(await imagesOn(good.image.ref), 'no other image').toEqual([]);
  expect(await isThere(good.image), 'the image before').toBe(true);
  expect((await rig.records()).at(-1)?.id, 'no new record').toBe(good.id);
  return { exitCode, said: stderr };
}

const mirrors = () => `mirrors: { "https://git.example.org/": "${farm.directory}/" }`;

interface BadInput {
  readonly title: string;
  readonly source: () => string;
  readonly args?: () => readonly string[];
  /** Before the build. */
  readonly prepare?: () => Promise<unknown>;
  readonly exitCode: number;
  readonly says: readonly (string | RegExp)[];
}

const ofFarm = (rest: string) => () => `{ git: { core: "${GitFarm.url}", ${mirrors()}${rest} } }`;
const ofTree = () => `{ directory: ${tree} }`;

const badInputs: readonly BadInput[] = [
  {
    title: 'an unknown branch',
    source: ofFarm(', branch: wmf/nxet'),
    exitCode: 2,
    says: [/has no branch, tag or other ref wmf\/nxet/, 'wmf/next'],
  },
  {
    title: 'an unreachable URL',
    source: () => '{ git: { core: "http://127.0.0.1:1/core" } }',
    exitCode: 3,
    says: ['http://127.0.0.1:1/core', /Check the URL/],
  },
  {
    title: 'a submodule that cannot be reached',
    source: () =>
      `{ git: { core: "${farm.directory}/mediawiki/core", mirrors: { "${farm.directory}/mediawiki/extensions/Echo": /nowhere } } }`,
    exitCode: 2,
    says: ['The submodule extensions/Echo cannot be had', '`optional`'],
  },
  {
    title: 'two checkouts for one path',
    source: ofFarm(`, submodules: true, vendor: "https://git.example.org/mediawiki/vendor"`),
    exitCode: 2,
    says: [/Two checkouts claim vendor/],
  },
  {
    title: 'a repository that is not MediaWiki',
    source: () => `{ git: { core: "${farm.directory}/mediawiki/skins/Vector", branch: master } }`,
    exitCode: 2,
    says: [/is not MediaWiki: it has no includes\/Defines\.php/],
  },
  {
    title: 'a patch that does not apply',
    source: () => `{ directory: ${tree}, patches: [unfit.patch] }`,
    prepare: () => writeFile(join(rig.directory, 'unfit.patch'), unfitPatch),
    exitCode: 2,
    says: ['unfit.patch', 'index.php'],
  },
  {
    title: 'a folder without includes/Defines.php',
    source: () => `{ directory: ${tree}/resources }`,
    exitCode: 2,
    says: [/has no includes\/Defines\.php/],
  },
  {
    title: 'a wiki whose version is not staged',
    source: ofTree,
    args: () => ['--wikiversions', join(rig.directory, 'wikiversions.json')],
    prepare: () =>
      writeFile(
        join(rig.directory, 'wikiversions.json'),
        '{ "testwiki": "php-1.43.9", "testrtlwiki": "php-1.42.0", "testcommonswiki": "php-1.43.9" }',
      ),
    exitCode: 2,
    says: ['testrtlwiki runs php-1.42.0, which is not staged', 'php-1.43.9'],
  },
];

const unfitPatch = `--- a/index.php
+++ b/index.php
@@ -1,2 +1,2 @@
 <?php
-this line is not there
+nor shall this one be
`;

test.each(badInputs)('$title is refused', async ({ source, args = () => [], prepare, exitCode, says }) => {
  await prepare?.();
  const ended = await refused(source(), ...args());
  expect(ended.exitCode, ended.said).toBe(exitCode);
  for (const words of says) expect(ended.said).toMatch(words);
});

interface Plant {
  readonly path: string;
  readonly plant: (path: string) => Promise<unknown>;
  readonly says: string;
}

const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUA\n';

const plants: readonly Plant[] = [
  {
    path: 'extensions/Cite/.svn/entries',
    plant: (path) => writeFile(path, '12\n'),
    says: 'a version control folder',
  },
  { path: 'extensions/Cite/0001-fix.patch', plant: (path) => writeFile(path, unfitPatch), says: 'a patch' },
  { path: 'extensions/Cite/deploy.pem', plant: (path) => writeFile(path, key), says: 'a private key' },
  {
    path: 'extensions/Cite/.netrc',
    plant: (path) => writeFile(path, 'machine x\n'),
    says: 'a file of secrets',
  },
  {
    path: 'extensions/Cite/.bash_history',
    plant: (path) => writeFile(path, 'ls\n'),
    says: "a file of somebody's home",
  },
  {
    path: 'includes/settings.php',
    plant: (path) => writeFile(path, "<?php\n$wgDBpassword = 'hunter2';\n"),
    says: 'a password of a wiki',
  },
  {
    path: 'extensions/Cite/hosts',
    plant: (path) => symlink('/etc/hosts', path),
    says: 'leads out of the staging directory',
  },
];

test.each(plants)('$path in the tree is refused: $says', async ({ path, plant, says }) => {
  const planted = join(tree, path);
  await mkdir(dirname(planted), { recursive: true });
  await plant(planted);
  try {
    const { exitCode, said } = await refused(ofTree());
    expect(exitCode, said).toBe(2);
    expect(said).toContain(says);
    expect(said).toContain(path.replace('/entries', ''));
  } finally {
    await rm(path.includes('.svn') ? dirname(planted) : planted, { recursive: true });
  }
});

const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)(
  'a full disk stops a build, and with room it goes on (needs root to mount one)',
  async () => {
    await using disk = await SmallDisk.create(join(rig.rig.home, 'cache'), 2000);
    await rig.define({ next: ofTree() });
    const before = await rig.build();
    await appendFile(join(tree, 'index.php'), '\n');
    // Of a folder only what is laid beside the code is written.
    for (const [source, free] of [
      [ofTree(), 1],
      [farm.source(), 100],
      [farm.source(), 200],
    ] as const) {
      await rig.define({ next: source });
      await disk.fillUp(free);
      const { exitCode, stderr } = await rig.tryBuild('--full');
      expect(exitCode, stderr).toBe(3);
      expect(stderr).toMatch(/(could not be written|no space left|disk is full).*(Make room|Free space)/i);
      await disk.makeRoom();
    }
    expect(await isThere(good.image)).toBe(true);
    expect((await rig.records()).at(-1)?.id).toBe(before.id);
    expect((await rig.build('--full')).kind).toBe('full');
  },
);
