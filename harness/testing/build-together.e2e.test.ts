import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { BuildRecord } from '../core/build-record.ts';
import { BuildRig, isThere } from './build-rig.ts';
import { debianTree } from './debian-tree.ts';
import { GitFarm, type ReleaseTree } from './git-farm.ts';
import { fileInImage } from './image-content.ts';

let rig: BuildRig;
let farm: GitFarm;
let newest: BuildRecord;
let train: ReleaseTree;

beforeAll(async () => {
  rig = await BuildRig.create();
  train = await debianTree('trixie');
  farm = await GitFarm.create(join(rig.directory, 'farm'), train);
  await rig.define({ next: farm.source(), train: farm.source() });
  newest = await rig.build();
});

afterAll(() => rig[Symbol.asyncDispose]());

/** New code and a new message, so that every phase has work to do. Gives the text that the image should have. */
async function commitChange(): Promise<string> {
  const text = crypto.randomUUID();
  const message = JSON.stringify({ '@metadata': {}, 'gm1-mark': text });
  await farm.commit(
    'extensions/Poem',
    'Change',
    new Map([
      ['i18n/en.json', { kind: 'text', text: message }],
      ['mark.txt', { kind: 'text', text }],
    ]),
  );
  await farm.bump('extensions/Poem');
  return text;
}

function markIn({ image }: BuildRecord): Promise<string> {
  return fileInImage(image.ref, 'php-next/extensions/Poem/mark.txt');
}

const recordSchema = z.tuple([
  z.looseObject({ kind: z.string(), image: z.looseObject({ ref: z.string() }) }),
]);

test('of two builds of one track at once, one waits and finds that it is done', async () => {
  const text = await commitChange();
  const builds = [rig.start('--json'), rig.start('--json')];
  const ended = await Promise.all(builds.map((build) => build.ended));
  expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const kinds = ended.map(({ stdout }) => recordSchema.parse(JSON.parse(stdout))[0].kind);
  expect(kinds.sort()).toEqual(['cached', 'incremental']);
  const waited = ended.filter(({ stderr }) =>
    /Waiting for process \d+, which builds next of rig/.test(stderr),
  );
  expect(waited).toHaveLength(1);
  newest = (await rig.records()).at(-1) ?? newest;
  expect(await markIn(newest)).toBe(text);
});

test('builds of two tracks at once do not wait, and each has what it should', async () => {
  await rig.define({ next: farm.source(), train: `{ directory: ${train.directory} }` });
  const text = await commitChange();
  const builds = ['train', 'next'].map((track) => rig.start('--track', track, '--json'));
  const ended = await Promise.all(builds.map((build) => build.ended));
  expect(ended.map(({ exitCode, stderr }) => (exitCode === 0 ? '' : stderr))).toEqual(['', '']);
  expect(ended.filter(({ stderr }) => stderr.includes('Waiting'))).toEqual([]);
  const records = await rig.records();
  newest = records.findLast(({ track }) => track === 'next') ?? newest;
  expect(await markIn(newest)).toBe(text);
  expect(records.findLast(({ track }) => track === 'train')?.version).toBe('1.43.9');
});

const phases = ['fetch', 'stage', 'cache_git_info', 'l10n-update', 'build-and-push-container-images'];

test.each(phases)(
  'a build killed in %s leaves the image before, and the next one succeeds',
  async (phase) => {
    const text = await commitChange();
    const recorded = (await rig.records()).length;
    const build = rig.start();
    expect(await build.says(new RegExp(`next +${phase} +started`))).toBe(true);
    build.kill('SIGKILL');
    await build.ended;
    expect(await isThere(newest.image)).toBe(true);
    expect(await rig.records()).toHaveLength(recorded);

    newest = await rig.build();
    expect(newest.kind).toBe('incremental');
    expect(await markIn(newest)).toBe(text);
  },
);

test('gm1 gc finds the containers that killed builds left', async () => {
  await expect.poll(() => containersOf(rig, 'running'), { timeout: 60_000 }).toEqual([]);
  const swept = await rig.rig.gm1('gc');
  expect(swept.exitCode, swept.stderr).toBe(0);
  expect(await containersOf(rig)).toEqual([]);
});

/** Ids of the containers of builds that see something of the rig's home. */
async function containersOf({ rig }: BuildRig, ...states: readonly string[]): Promise<readonly string[]> {
  const filters = states.map((state) => `--filter=status=${state}`);
  const ids = (await execa('docker', ['ps', '-aq', '--filter=label=gm1=build', ...filters])).stdout.split(
    '\n',
  );
  const mounts = await Promise.all(
    ids.filter(Boolean).map(async (id) => ({
      id,
      mounts: (await execa('docker', ['inspect', '--format={{json .Mounts}}', id], { reject: false })).stdout,
    })),
  );
  return mounts.filter(({ mounts }) => mounts.includes(rig.home)).map(({ id }) => id);
}
