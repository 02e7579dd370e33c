import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { debianTree } from './debian-tree.ts';
import { definitionYaml } from './definitions.ts';
import { ownedImages, removeImagesSince } from './real-engine.ts';
import { Rig } from './rig.ts';

let rig: Rig;
let images: readonly string[];
let environment: string;
let older: string;
let newer: string;

const up = z.tuple([
  z.object({
    forcedVersion: z.string().optional(),
    image: z.object({ ref: z.string() }),
    wikis: z.array(z.object({ dbname: z.string(), url: z.string(), api: z.string() })),
  }),
]);
type Up = z.infer<typeof up>[0];

beforeAll(async () => {
  rig = await Rig.create('shared');
  images = await ownedImages();
  const staging = join(rig.directory, 'staging');
  await mkdir(staging);
  const trees = [await debianTree('trixie'), await debianTree('sid')];
  for (const { directory } of trees)
    await cp(directory, join(staging, basename(directory)), { recursive: true, verbatimSymlinks: true });
  [older = '', newer = ''] = trees.map(({ directory }) => basename(directory).slice('php-'.length));
  const map = { testwiki: `php-${older}`, testrtlwiki: `php-${newer}`, testcommonswiki: `php-${newer}` };
  await writeFile(join(staging, 'wikiversions.json'), JSON.stringify(map));
  const yaml = definitionYaml({ next: '{ directory: staging }', suites: ['http'], languages: [] });
  environment = await rig.define('versions', yaml);
});

afterAll(async () => {
  await rig.gm1('down', '--environment', 'rig');
  await removeImagesSince(images);
  await rig[Symbol.asyncDispose]();
});

describe('an environment from an image of two versions', () => {
  test('runs each wiki with the version that wikiversions.json gives it', async () => {
    const record = await start();
    expect(await versionsByApi(record)).toEqual([older, newer, newer]);
    expect(await versionsByScript()).toEqual([older, newer, newer]);
    const { version, checkouts } = deployed.parse(await get(record, 'testrtlwiki', '/w/deployment-info.php'));
    expect(version).toBe(newer);
    expect(checkouts).toHaveLength(1);
    const all = await get(record, 'testwiki', '/w/deployment-info.php?all');
    expect(Object.keys(z.object({ versions: z.looseObject({}) }).parse(all).versions)).toEqual([
      older,
      newer,
    ]);
  });

  test('runs every wiki with the version that is forced, and says so', async () => {
    const record = await start('--force-version', older);
    expect(record.forcedVersion).toBe(older);
    expect(await versionsByApi(record)).toEqual([older, older, older]);
    expect(await versionsByScript()).toEqual([older, older, older]);
  });

  test('refuses to force a version that the image does not have', async () => {
    const ended = await rig.gm1('up', '--environment', environment, '--force-version', '1.1.1');
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(
      `The image of next has no MediaWiki 1.1.1; it has ${older}, ${newer}. Give one of these to --force-version.`,
    );
  });
});

test('an image of a single version has no other, and every wiki runs it', async () => {
  const { stdout, exitCode, stderr } = await rig.gm1(
    ...['build', '--environment', environment, '--single-version', newer, '--json'],
  );
  expect(exitCode, stderr).toBe(0);
  const [{ image }] = z.tuple([z.object({ image: z.object({ ref: z.string() }) })]).parse(JSON.parse(stdout));
  const { stdout: content } = await execa('docker', [
    'run',
    '--rm',
    image.ref,
    'sh',
    '-c',
    'ls; cat wikiversions.json',
  ]);
  expect(content.match(/^php-.*$/gm)).toEqual([`php-${newer}`]);
  expect(content.match(/"php-[^"]*"/g)).toEqual(Array(3).fill(`"php-${newer}"`));
});

const deployed = z.object({ version: z.string(), checkouts: z.array(z.unknown()) });

async function start(...options: readonly string[]): Promise<Up> {
  const ended = await rig.gm1('up', '--environment', environment, '--json', ...options);
  expect(ended.exitCode, ended.stderr).toBe(0);
  return up.parse(JSON.parse(ended.stdout))[0];
}

async function get({ wikis }: Up, dbname: string, path: string): Promise<unknown> {
  const url = wikis.find((wiki) => wiki.dbname === dbname)?.url;
  return (await fetch(`${url}${path}`)).json();
}

const siteinfo = z.object({ query: z.object({ general: z.object({ generator: z.string() }) }) });

function versionsByApi({ wikis }: Up): Promise<readonly string[]> {
  return Promise.all(
    wikis.map(async ({ api }) => {
      const answer = await (await fetch(`${api}?action=query&meta=siteinfo&format=json`)).json();
      return siteinfo.parse(answer).query.general.generator.replace('MediaWiki ', '');
    }),
  );
}

async function versionsByScript(): Promise<readonly string[]> {
  const filters = [`label=gm1=rig`, `label=gm1.home=${rig.home}`, 'label=gm1.service=app'];
  const { stdout: app } = await execa('docker', ['ps', '-q', ...filters.flatMap((one) => ['--filter', one])]);
  return Promise.all(
    ['testwiki', 'testrtlwiki', 'testcommonswiki'].map(async (wiki) => {
      const script = ['php', 'multiversion/MWScript.php', 'eval', `--wiki=${wiki}`];
      const { stdout } = await execa('docker', ['exec', '-i', app, ...script], {
        input: 'print MW_VERSION;',
      });
      return stdout.trim();
    }),
  );
}
