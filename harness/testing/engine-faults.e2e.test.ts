import { randomBytes } from 'node:crypto';
import { appendFile, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { loadDefinition } from '../config/load-definition.ts';
import { serviceNames } from '../environment/services.ts';
import { ensureRuntimeImages, ensureServicesImage } from '../image/ensure-image.ts';
import { DockerImageBuilder } from '../providers/docker/docker-image-builder.ts';
import { connectEngine } from '../providers/docker/engine.ts';
import { systemCommand } from '../system/command.ts';
import { debianTree } from './debian-tree.ts';
import { canHaveOwnEngine, OwnEngine } from './own-engine.ts';
import { type Ended, type Invocation, Rig } from './rig.ts';
import { unwrap } from './unwrap.ts';

const yaml = (tree: string) => `name: rig
tracks:
  train: { directory: ${tree} }
  next: { directory: ${tree} }
runtime: { base: trixie, php: "8.4" }
config: contained
wikis:
  testwiki: { lang: en }
languages: [en]
suites: [http]
`;

const records = z.array(z.object({ state: z.string() }));

describe.runIf(canHaveOwnEngine())('an engine', () => {
  let rig: Rig;
  let tree: string;
  let environment: string;
  let engine: OwnEngine;

  beforeAll(async () => {
    rig = await Rig.create('own');
    tree = join(rig.directory, 'mediawiki');
    await copySmallTree(tree);
    environment = await rig.define('rig', yaml(tree));
    // Networks and limits of this machine's engine are none of this one's, nor are its containers.
    engine = await OwnEngine.create(join(rig.directory, 'engine'), 4000);
    await engine.load(await imagesBelow(environment));
    expect(await gm1('up', '--environment', environment)).toMatchObject({ exitCode: 0 });
  });

  afterAll(async () => {
    await engine?.[Symbol.asyncDispose]();
    await rig?.[Symbol.asyncDispose]();
  });

  function start(...args: readonly string[]): Invocation {
    return engine.gm1(rig.home, args);
  }

  function gm1(...args: readonly string[]): Promise<Ended> {
    return start(...args).ended;
  }

  function up(): Promise<Ended> {
    return gm1('up', '--environment', environment);
  }

  async function succeeds(work: Promise<Ended>): Promise<Ended> {
    const ended = await work;
    expect(ended.exitCode, ended.stderr).toBe(0);
    return ended;
  }

  async function fails(work: Promise<Ended>, sentence: RegExp): Promise<void> {
    const { exitCode, stderr } = await work;
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toMatch(/^gm1: /m);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('defect');
  }

  async function told(): Promise<string> {
    const { stdout } = await succeeds(gm1('status', '--json'));
    return records.parse(JSON.parse(stdout))[0]?.state ?? 'none';
  }

  async function running(): Promise<number> {
    return (await list('ps', '--filter', 'label=gm1=rig')).length;
  }

  async function database(): Promise<string> {
    return (await list('ps', '--filter', 'label=gm1.service=database')).join(' ');
  }

  /** Lines of the engine's own answer. */
  async function list(...args: readonly string[]): Promise<readonly string[]> {
    return (await engine.docker(...args, '-q')).split('\n').filter(Boolean);
  }

  /** All that gm1 ever made there but images. */
  async function parts(): Promise<readonly string[]> {
    const label = ['--filter', 'label=gm1'];
    const lists = [
      list('ps', '-a', ...label),
      list('network', 'ls', ...label),
      list('volume', 'ls', ...label),
    ];
    return (await Promise.all(lists)).flat();
  }

  async function write(title: string, text: string): Promise<void> {
    const edit = ['mwscript', '--environment', 'rig', 'edit', '--wiki=testwiki', '-s', 'test', title];
    await succeeds(engine.gm1(rig.home, edit, text).ended);
  }

  async function read(title: string): Promise<string> {
    const get = ['mwscript', '--environment', 'rig', 'getText', '--wiki=testwiki', title];
    return (await succeeds(gm1(...get))).stdout.trim();
  }

  describe('that is killed', () => {
    const promptly = { interval: 10, timeout: 60_000 };
    const gone = /No container engine answers.*`gm1 doctor`/s;

    test('while an environment is up takes nothing with it that was saved', async () => {
      await write('Before the kill', 'kept');
      await engine.kill();
      await fails(gm1('status'), gone);
      await fails(up(), gone);
      await engine.start();
      expect([await told(), await running()]).toEqual(['stopped', 0]);
      await succeeds(up());
      expect([await told(), await running()]).toEqual(['ready', serviceNames.length]);
      expect(await read('Before the kill')).toBe('kept');
    });

    test.each([
      ['its first service ends', async () => (await running()) < serviceNames.length],
      ['it has another database', async (before: string) => ![before, ''].includes(await database())],
    ])('in the middle of reset, as soon as %s, is said, and up repairs', async (_what, isThere) => {
      const before = await database();
      const working = start('reset', '--environment', 'rig');
      await vi.waitUntil(() => isThere(before), promptly);
      await engine.kill();
      await fails(working.ended, /engine does not answer|No container engine answers/);
      await engine.start();
      expect(await running()).toBe(0);
      expect(['stopped', 'degraded']).toContain(await told());
      await succeeds(up());
      expect([await told(), await running()]).toEqual(['ready', serviceNames.length]);
      expect(await read('Main_Page')).not.toBe('');
    });

    test.each([
      ['the first part is made', async () => (await parts()).length > 0],
      ['half of its services run', async () => (await running()) > serviceNames.length / 2],
    ])('in the middle of up, as soon as %s, leaves nothing that gc does not find', async (_what, isThere) => {
      await succeeds(gm1('down', '--environment', 'rig'));
      expect(await parts()).toEqual([]);
      const working = start('up', '--environment', environment);
      await vi.waitUntil(isThere, promptly);
      await engine.kill();
      await fails(working.ended, /engine does not answer|No container engine answers/);
      await engine.start();
      expect(await running()).toBe(0);
      await succeeds(gm1('gc'));
      expect(await parts()).toEqual([]);
      await succeeds(up());
      expect([await told(), await running()]).toEqual(['ready', serviceNames.length]);
    });
  });

  describe('whose storage is full', () => {
    const full = /[Dd]isk is full/;

    test('starts no environment, and does once there is room', async () => {
      await succeeds(gm1('down', '--environment', 'rig'));
      await engine.fillUp(20);
      await fails(up(), full);
      await engine.makeRoom();
      await succeeds(up());
      expect([await told(), await running()]).toEqual(['ready', serviceNames.length]);
    });

    test('resets an environment into the room that its old data leaves, or says what is missing', async () => {
      await write('Before the reset', 'gone');
      await engine.fillUp(0);
      const { exitCode, stderr } = await gm1('reset', '--environment', 'rig');
      expect([0, 3]).toContain(exitCode);
      if (exitCode === 3) expect(stderr).toMatch(full);
      expect(await told()).toBe(exitCode === 0 ? 'ready' : 'degraded');
      await engine.makeRoom();
      await succeeds(up());
      await succeeds(gm1('reset', '--environment', 'rig'));
      expect(await told()).toBe('ready');
    });

    test('takes no new image, and does once there is room', async () => {
      // More than what rounding leaves of a disk that is full.
      await appendFile(join(tree, 'README.md'), randomBytes(8_000_000));
      await engine.fillUp(0);
      await fails(gm1('build', '--environment', environment), full);
      await engine.makeRoom();
      await succeeds(gm1('build', '--environment', environment));
    });
  });

  /** MediaWiki without what makes its build and its seed take long. */
  async function copySmallTree(directory: string): Promise<void> {
    const { directory: whole } = await debianTree('trixie');
    const left = ['extensions', 'tests', 'docs'].map((folder) => join(whole, folder));
    const filter = (path: string) => !left.includes(path);
    await cp(whole, directory, { recursive: true, verbatimSymlinks: true, filter });
    await mkdir(join(directory, 'extensions'));
  }

  /** What is built from packages, which this engine has no way to. */
  async function imagesBelow(file: string): Promise<readonly string[]> {
    const projectRoot = join(import.meta.dirname, '../..');
    const definition = unwrap(await loadDefinition(file, projectRoot));
    const cache = join(rig.directory, 'layers');
    const builder = new DockerImageBuilder({ connect: connectEngine, command: systemCommand, cache });
    const request = { definition, projectRoot, builder, signal: AbortSignal.timeout(600_000) };
    const { base, runtime } = unwrap(await ensureRuntimeImages(request));
    return [base, runtime, unwrap(await ensureServicesImage(request))].map(({ ref }) => ref);
  }
});
