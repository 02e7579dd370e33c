import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { BuildRecord } from '../core/build-record.ts';
import { BuildRig, isThere } from './build-rig.ts';
import { debianTree } from './debian-tree.ts';
import { GitFarm, type ReleaseTree } from './git-farm.ts';
import { fileInImage, hashesInImage, imageContent } from './image-content.ts';

// Each test goes on from the one before: a day in the life of wmf/next.
let rig: BuildRig;
let farm: GitFarm;
let untouched: string;
let before: ReleaseTree;
let after: ReleaseTree;
let first: BuildRecord;
let last: BuildRecord;

beforeAll(async () => {
  before = await debianTree('trixie');
  after = await debianTree('sid');
  rig = await BuildRig.create();
  farm = await GitFarm.create(join(rig.directory, 'farm'), before);
  untouched = join(rig.directory, 'farm-of-another-machine');
  await cp(farm.directory, untouched, { recursive: true });
  await rig.define({ next: farm.source() });
});

afterAll(() => rig[Symbol.asyncDispose]());

test('the first build is a full one, with the files of core and all submodules', async () => {
  first = await rig.build();
  expect(first).toMatchObject({ kind: 'full', version: 'next' });
  expect(first.manifest.checkouts).toHaveLength(farm.submodules.length + 1);
  expect(await releaseInImage(first)).toEqual(filesOf(before));
});

test('an image knows the commits of core and of every submodule', async () => {
  const paths = ['', ...farm.submodules];
  const deployed = z
    .object({ versions: z.object({ next: z.array(z.looseObject({ commit_ref: z.string() })) }) })
    .parse(JSON.parse(await fileInImage(first.image.ref, 'deployment-info.json')));
  expect(deployed.versions.next.map((each) => each.commit_ref).sort()).toEqual(
    paths.map((path) => farm.head(path)).sort(),
  );
  for (const path of paths) {
    const name = ['info', ...path.split('/').filter(Boolean)].join('-');
    const info: unknown = JSON.parse(
      await fileInImage(first.image.ref, `php-next/cache/gitinfo/${name}.json`),
    );
    expect(info).toMatchObject({ headSHA1: farm.head(path), branch: 'wmf/next' });
  }
});

test('nothing new is no build: the same image under the same digest', async () => {
  last = await rig.build();
  expect(last).toMatchObject({ kind: 'cached', image: first.image });
});

test('a commit in one extension is a layer with its files, and what names commits', async () => {
  const origin = join(before.directory, 'extensions/Cite/extension.json');
  await farm.commit(
    'extensions/Cite',
    'Move things around',
    new Map([
      ['modules/parsoid-styles', { kind: 'gone' }],
      ['extension.json', { kind: 'file', from: origin, executable: true }],
      ['new/deep/file.php', { kind: 'text', text: '<?php // new' }],
    ]),
  );
  await farm.bump('extensions/Cite');
  last = await rig.build();
  const commitsNamedIn = ['deployment-info.json', 'info.json', 'info-extensions-Cite.json'];
  expect(last).toMatchObject({
    kind: 'incremental',
    parent: first.image,
    changes: { changed: 2 + commitsNamedIn.length, removed: 1 },
    layers: (first.layers ?? 0) + 1,
  });
});

test('an image made of layers has what a full build of the same has, byte for byte', async () => {
  const layered = await imageContent(last.image.ref);
  const full = await rig.build('--full');
  expect(full).toMatchObject({ kind: 'full', manifest: last.manifest });
  expect(full.image.digest).not.toBe(last.image.digest);
  expect(await imageContent(full.image.ref)).toEqual(layered);
  last = full;
});

test('an upgrade in steps is a layer for each that core has, and ends with the files of the release', async () => {
  const [early, late] = [farm.submodules.slice(0, 20), farm.submodules.slice(20)];
  const steps = [
    () => farm.upgrade('', after, 'languages'),
    () => upgradeAll(early),
    () => farm.bump(...early),
    async () => {
      await upgradeAll(late);
      await farm.bump(...late);
    },
    () => farm.upgrade('', after),
  ];
  const kinds = [];
  for (const step of steps) {
    await step();
    last = await rig.build();
    kinds.push(last.kind);
  }
  expect(kinds).toEqual(['incremental', 'cached', 'incremental', 'incremental', 'incremental']);
  expect(await releaseInImage(last)).toEqual(filesOf(after));
});

async function upgradeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) await farm.upgrade(path, after);
}

test('a patch on top is a layer on the image of the other track, without the patch itself', async () => {
  await writeFile(join(rig.directory, 'secret.patch'), patch);
  const patched = farm.source().replace(/ }$/, ', patches: [secret.patch] }');
  await rig.define({ train: patched, next: farm.source() });
  const train = await rig.build('--track', 'train');
  expect(train).toMatchObject({ kind: 'incremental', parent: last.image });
  expect(train.changes).toMatchObject({ changed: 1, removed: 0 });
  expect(await fileInImage(train.image.ref, 'php-next/opensearch_desc.php')).toContain('// patched');
  expect((await imageContent(train.image.ref)).filter((line) => /\.patch\b/.test(line))).toEqual([]);
});

const patch = `--- a/opensearch_desc.php
+++ b/opensearch_desc.php
@@ -1,2 +1,3 @@
 <?php
+// patched
 /**
`;

test('gm1 diff names the commits between two builds', async () => {
  const { stdout } = await rig.rig.gm1('diff', first.id, last.id, '--json');
  const { versions } = differences.parse(JSON.parse(stdout));
  const subjects = new Map(
    versions.flatMap(({ repositories }) =>
      repositories.map(({ repo, commits }) => [repo, commits?.added.map(({ subject }) => subject)]),
    ),
  );
  expect(subjects.get('mediawiki/extensions/Cite')).toEqual([
    'Upgrade extensions/Cite',
    'Move things around',
  ]);
  expect(subjects.get('mediawiki/core')).toContain('Upgrade core');
  expect(subjects.get('mediawiki/core')).toContain('Update extensions/Cite');
});

const differences = z.object({
  versions: z.array(
    z.object({
      repositories: z.array(
        z.looseObject({
          repo: z.string(),
          commits: z.object({ added: z.array(z.looseObject({ subject: z.string() })) }).optional(),
        }),
      ),
    }),
  ),
});

test('the same commits make the same image on another machine', async () => {
  await rig.removeImages();
  expect(await isThere(first.image)).toBe(false);
  await using other = await BuildRig.create();
  await other.define({ next: farm.source(untouched) });
  const again = await other.build('--full');
  expect(again.manifest).toEqual(first.manifest);
  expect(again.image).toEqual(first.image);
});

/** Hash by path of the files of a release, without what gm1 adds. */
async function releaseInImage({ image }: BuildRecord): Promise<Record<string, string>> {
  const hashes = await hashesInImage(image.ref, 'php-next');
  const added = /^(cache\/|LocalSettings\.php$|\.gitmodules$)/;
  return Object.fromEntries([...hashes].filter(([path]) => !added.test(path)).sort());
}

function filesOf({ entries }: ReleaseTree): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap((entry) => (entry.kind === 'file' ? [[entry.path, entry.sha256]] : [])).sort(),
  );
}
