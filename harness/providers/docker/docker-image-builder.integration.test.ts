import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mergeParts, type TreePart } from '../../core/tree.ts';
import type { BuiltImage } from '../../image/builder.ts';
import { changedParts, compareTrees } from '../../image/tree-changes.ts';
import { systemCommand } from '../../system/command.ts';
import { namesIn, writeWhole } from '../../system/files.ts';
import { listTree } from '../../system/list-tree.ts';
import { sentenceOf, unwrap } from '../../testing/unwrap.ts';
import { commitLayer } from './commit-layer.ts';
import { DockerImageBuilder } from './docker-image-builder.ts';
import { DockerSandbox } from './docker-sandbox.ts';
import { connectEngine } from './engine.ts';
import { writeLayer } from './layer-tar.ts';

const signal = AbortSignal.timeout(600_000);
const labels = { gm1: 'build', purpose: 'test' };
const mark = crypto.randomUUID().slice(0, 8);
const refs = ['layer', 'again', 'committed', 'file'].map((name) => `gm1/test-${mark}:${name}`);
const [layerRef = '', againRef = '', committedRef = '', fileRef = ''] = refs;
const sandbox = new DockerSandbox(connectEngine);
let scratch: string;
let builder: DockerImageBuilder;
let base: BuiltImage;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gm1-builder-'));
  builder = new DockerImageBuilder({
    connect: connectEngine,
    command: systemCommand,
    cache: join(scratch, 'cache'),
  });
  base = unwrap(await builder.base('trixie', signal));
}, 300_000);

afterAll(async () => {
  const { api } = unwrap(await connectEngine());
  for (const ref of refs)
    await api
      .getImage(ref)
      .remove()
      .catch(() => {});
  await rm(scratch, { recursive: true });
}, 60_000);

describe('the base image', () => {
  test('carries the label and is found the next time', async () => {
    expect(base).toMatchObject({ ref: 'gm1/base:trixie', labels: { gm1: 'build' } });
    expect(unwrap(await builder.base('trixie', signal)).digest).toBe(base.digest);
  });
});

describe('an image that is not there', () => {
  test('is not found, which is no failure', async () => {
    expect(unwrap(await builder.find('gm1/nothing:here'))).toBeUndefined();
  });
});

describe('a layer', { timeout: 120_000 }, () => {
  const inside = 'cd /srv/x && find . -printf "%P %y %m %u %T@ %l\\n" | sort; cat tree/a tree/sub/deep';
  const expected = [
    ' d 755 root 979516800.0000000000 ',
    'tree d 755 root 979516800.0000000000 ',
    'tree/a f 644 root 979516800.0000000000 ',
    'tree/empty d 755 root 979516800.0000000000 ',
    'tree/link l 777 root 979516800.0000000000 a',
    'tree/run f 755 root 979516800.0000000000 ',
    'tree/sub d 755 root 979516800.0000000000 ',
    'tree/sub/deep f 644 root 979516800.0000000000 ',
    'from the later part',
    'deep',
  ];

  test('holds its parts owned by root, with fixed times, on the content of the parent', async () => {
    const image = unwrap(await addLayer(layerRef, await makeParts('one')));
    expect(image).toMatchObject({ ref: layerRef, labels: { ...base.labels, ...labels } });
    expect((await show(layerRef, inside)).split('\n')).toEqual(expected);
    expect(await show(layerRef, 'test -x /usr/bin/apt-get && echo parent')).toBe('parent');
  });

  test('has the same digest when it is made again from another folder', async () => {
    const first = unwrap(await addLayer(layerRef, await makeParts('one')));
    const again = unwrap(await addLayer(againRef, await makeParts('two')));
    expect(again.digest).toBe(first.digest);
  });

  test('leaves no archive behind', async () => {
    expect(await namesIn(join(scratch, 'cache'))).toEqual([]);
  });

  test('is the same when it is committed, as engines do that cannot load it', async () => {
    const { api } = unwrap(await connectEngine());
    const parts = await makeParts('one');
    const file = join(scratch, 'layer.tar');
    const build = { ref: committedRef, parent: base, parts, target: '/srv/x', labels, signal };
    unwrap(await writeLayer(file, build, signal));
    await commitLayer(api, build, file);
    expect((await show(committedRef, inside)).split('\n')).toEqual(expected);
    expect(unwrap(await builder.find(committedRef))?.labels).toMatchObject(labels);
  });

  test('is refused when a file changed after it was listed', async () => {
    const parts = await makeParts('one');
    await writeFile(join(scratch, 'one', 'a'), 'edited meanwhile');
    await writeFile(join(scratch, 'one-over', 'a'), 'edited meanwhile');
    const outcome = await addLayer(layerRef, parts);
    expect(sentenceOf(outcome)).toMatch(/one-over\/a changed while the image was being built\. Build again/);
  });

  test('is not made after an interruption', async () => {
    const parts = await makeParts('one');
    const outcome = await builder.addLayer({
      ref: layerRef,
      parent: base,
      parts,
      target: '/srv/x',
      labels,
      signal: AbortSignal.abort(),
    });
    expect(outcome.ok ? 'made' : outcome.failure.kind).toBe('interrupted');
  });
});

describe('a layer of changes', { timeout: 120_000 }, () => {
  const inside = 'cd /srv/x && find . -printf "%P %y %m %u %l\\n" | sort; cat tree/file tree/same/kept';
  const expected = [
    ' d 755 root ',
    'tree d 755 root ',
    'tree/file f 755 root ',
    'tree/link l 777 root same',
    'tree/new d 755 root ',
    'tree/new/deep d 755 root ',
    'tree/new/deep/file f 644 root ',
    'tree/same d 755 root ',
    'tree/same/kept f 644 root ',
    'tree/was-file d 755 root ',
    'tree/was-file/inside f 644 root ',
    'tree/was-folder f 644 root ',
    'after',
    'kept',
  ];

  async function makeChange() {
    const before = await makeTree('before', {
      file: 'before',
      gone: '',
      link: '',
      'gone-folder/with/file': '',
      'same/kept': 'kept\n',
      'same/gone': '',
      'was-file': '',
      'was-folder/inside': '',
    });
    const after = await makeTree('after', {
      file: 'after\n',
      'new/deep/file': '',
      'same/kept': 'kept\n',
      'was-file/inside': '',
      'was-folder': '',
    });
    await chmod(join(scratch, 'after', 'file'), 0o755);
    await symlink('same', join(scratch, 'after', 'link'));
    const parts = [{ ...after, entries: await listTree(after.directory) }];
    const entries = (of: readonly TreePart[]) => mergeParts(of).map(({ entry }) => entry);
    const changes = compareTrees(entries([before]), entries(parts));
    const parent = unwrap(await addLayer(layerRef, [before]));
    const content = { parts: changedParts(parts, changes), removed: changes.removed, target: '/srv/x' };
    return { ...content, parent, labels, signal };
  }

  test('makes of the parent the tree that was wanted', async () => {
    const image = unwrap(await builder.addLayer({ ...(await makeChange()), ref: againRef }));
    expect((await show(againRef, inside)).split('\n')).toEqual(expected);
    expect(image.layers).toHaveLength(base.layers.length + 2);
  });

  test('does so when it is committed, and keeps what the parent runs', async () => {
    const { api } = unwrap(await connectEngine());
    const build = { ...(await makeChange()), ref: committedRef };
    const file = join(scratch, 'layer.tar');
    unwrap(await writeLayer(file, { ...build, removed: [] }, signal));
    await commitLayer(api, build, file);
    expect((await show(committedRef, inside)).split('\n')).toEqual(expected);
    const config = async (ref: string) => (await api.getImage(ref).inspect()).Config;
    const [{ Cmd }, { Cmd: parents }] = [await config(committedRef), await config(base.ref)];
    expect(Cmd ?? []).toEqual(parents ?? []);
    expect(await show(committedRef, 'ls /gm1-removed 2>&1 || true')).toContain('No such file');
  });
});

describe('a Containerfile', { timeout: 120_000 }, () => {
  test('is built with its arguments, its files and its labels', async () => {
    const directory = await containerfile(
      'ARG BASE\nFROM $BASE\nARG WORD\nRUN echo $WORD > /word\nCOPY note /note\n',
    );
    await writeFile(join(directory, 'note'), 'copied');
    const image = unwrap(await build(directory, { BASE: base.ref, WORD: 'hello' }));
    expect(image.labels).toMatchObject(labels);
    expect(await show(fileRef, 'cat /word /note')).toBe('hello\ncopied');
  });

  test('that fails names the step and the last that it said', async () => {
    const directory = await containerfile(`FROM ${base.ref}\nRUN echo the reason; exit 3\n`);
    const sentence = sentenceOf(await build(directory, {}));
    expect(sentence).toMatch(/could not be built\. Step 2\/\d : RUN echo the reason.*the reason.*code: 3/);
  });

  test('ends with the signal and leaves no container', async () => {
    const control = new AbortController();
    const directory = await containerfile(`FROM ${base.ref}\nRUN echo ${mark}; sleep 1000\n`);
    const onLine = (line: string) => line === mark && control.abort();
    const outcome = await builder.fromContainerfile({
      ref: fileRef,
      directory,
      args: {},
      labels,
      signal: control.signal,
      onLine,
    });
    expect(outcome.ok ? 'built' : outcome.failure.kind).toBe('interrupted');
    await expect.poll(() => containersRunning(mark), { timeout: 15_000 }).toEqual([]);
  });
});

/** Two parts that overlap in `a`. */
async function makeParts(name: string): Promise<readonly TreePart[]> {
  const [tree, over] = [join(scratch, name), join(scratch, `${name}-over`)];
  await rm(tree, { recursive: true, force: true });
  await mkdir(join(tree, 'sub'), { recursive: true });
  await mkdir(join(tree, 'empty'));
  await mkdir(over, { recursive: true });
  await writeFile(join(tree, 'a'), 'from the earlier part\n');
  await writeFile(join(tree, 'run'), 'x', { mode: 0o700 });
  await writeFile(join(tree, 'sub', 'deep'), 'deep\n', { mode: 0o600 });
  await symlink('a', join(tree, 'link'));
  await writeFile(join(over, 'a'), 'from the later part\n');
  return [
    { directory: tree, target: 'tree', entries: await listTree(tree) },
    { directory: over, target: 'tree', entries: await listTree(over) },
  ];
}

async function makeTree(name: string, files: Readonly<Record<string, string>>): Promise<TreePart> {
  const directory = join(scratch, name);
  await rm(directory, { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) await writeWhole(join(directory, path), content);
  return { directory, target: 'tree', entries: await listTree(directory) };
}

function addLayer(ref: string, parts: readonly TreePart[]) {
  return builder.addLayer({ ref, parent: base, parts, target: '/srv/x', labels, signal });
}

async function containerfile(content: string): Promise<string> {
  const directory = await mkdtemp(join(scratch, 'context-'));
  await writeFile(join(directory, 'Containerfile'), content);
  return directory;
}

function build(directory: string, args: Readonly<Record<string, string>>) {
  return builder.fromContainerfile({ ref: fileRef, directory, args, labels, signal });
}

async function show(image: string, script: string): Promise<string> {
  return unwrap(await sandbox.run({ image, script, network: false })).output;
}

async function containersRunning(text: string): Promise<readonly string[]> {
  const { api } = unwrap(await connectEngine());
  const all = await api.listContainers({ all: true });
  return all.filter(({ Command }) => Command.includes(text)).map(({ Command }) => Command);
}
