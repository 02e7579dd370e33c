import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { debianTree } from './debian-tree.ts';
import { definitionYaml } from './definitions.ts';
import { ownedContainers, ownedImages, removeImagesSince } from './real-engine.ts';
import { type Ended, Rig } from './rig.ts';
import { RunningServices } from './running-services.ts';
import { Visitor } from './visitor.ts';

let rig: Rig;
let images: readonly string[];
let environment: string;
let tree: string;

const seconds = z.array(z.object({ dbname: z.string(), seconds: z.number() }));
const tracks = z.tuple([
  z.object({
    image: z.object({ ref: z.string() }),
    seed: z.string(),
    lease: z.object({ expires: z.iso.datetime() }),
    state: z.string(),
    wikis: z.array(z.object({ dbname: z.string(), url: z.string(), api: z.string() })),
    change: z.object({ kind: z.string(), unavailable: seconds.optional() }).optional(),
    away: seconds.optional(),
  }),
]);
type Up = z.infer<typeof tracks>[0];

beforeAll(async () => {
  rig = await Rig.create('shared');
  images = await ownedImages();
  tree = join(rig.directory, 'mediawiki');
  await cp((await debianTree('trixie')).directory, tree, { recursive: true, verbatimSymlinks: true });
  const yaml = definitionYaml({ next: '{ directory: mediawiki }', suites: ['http'], languages: [] });
  environment = await rig.define('life', yaml);
});

afterAll(async () => {
  await rig.gm1('down', '--environment', 'rig');
  await removeImagesSince(images);
  await rig[Symbol.asyncDispose]();
});

test('what is up is kept with its data, URLs and password', async () => {
  const first = await done('up');
  expect(first.change).toEqual({ kind: 'started' });
  await edit(first, 'Kept', 'What was written stays.');
  const second = await done('up');
  expect(second).toEqual({ ...first, change: { kind: 'kept' }, lease: second.lease });
  expect(await read(second, 'Kept')).toBe('What was written stays.');
});

test('a reset takes back pages and files, keeps URLs, passwords and logs, and says how long it took', async () => {
  const before = await done('up');
  await edit(before, 'Main_Page', 'Spoilt.');
  await edit(before, 'Another', 'New.');
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  const sysop = await logIn(before, 'testcommonswiki');
  expect(await sysop.upload('Later.svg', drawing)).toMatchObject({ upload: { result: 'Success' } });

  const after = await done('reset');
  expect(after.away?.map(({ dbname }) => dbname)).toEqual(before.wikis.map(({ dbname }) => dbname));
  expect(after.wikis).toEqual(before.wikis);
  expect([await read(after, 'Main_Page'), await read(after, 'Another')]).toEqual([
    expect.not.stringContaining('Spoilt'),
    undefined,
  ]);
  const commons = await logIn(after, 'testcommonswiki');
  expect(await commons.upload('Later.svg', drawing)).toMatchObject({ upload: { result: 'Success' } });
  const { stdout } = await gm1('shell', '--environment', 'rig', '--', 'cat', '/var/log/gm1/mediawiki.ndjson');
  expect(stdout).toContain('the environment was reset to its seed');
});

test('newer code takes the place of the older and keeps pages', async () => {
  const before = await done('up');
  await edit(before, 'Survivor', 'Still here.');
  expect(await styles(before)).not.toContain('planted');
  const startup = await load(before, 'modules=startup&only=scripts&raw=1');
  await appendFile(join(tree, 'includes/Defines.php'), `\n// ${crypto.randomUUID()}\n`);
  await appendFile(join(tree, 'skins/MonoBook/resources/screen-common.less'), '.planted { margin: 0; }\n');
  const after = await done('up');
  expect(after.image).not.toEqual(before.image);
  expect(after.change).toMatchObject({ kind: 'swapped', unavailable: [{}, {}, {}] });
  expect({ ...after, change: 0, image: 0, lease: 0 }).toEqual({ ...before, change: 0, image: 0, lease: 0 });
  expect(await read(after, 'Survivor')).toBe('Still here.');
  expect(await styles(after)).toContain('planted');
  // It names the versions of all modules.
  expect(await load(after, 'modules=startup&only=scripts&raw=1')).not.toBe(startup);
  await edit(after, 'Survivor', 'And can be changed.');
});

test('the edge asks PHP once for the startup module, whoever wants it', async () => {
  const up = await done('up');
  const query = `modules=startup&only=scripts&raw=1&test=${crypto.randomUUID()}`;
  expect(await load(up, query)).toBe(await load(up, query));
  const services = await RunningServices.find(rig.home, 'rig', 'next');
  const asked = (await services.log('access.ndjson')).filter(({ uri }) => `${uri}`.includes(query));
  expect(asked.map(({ cache }) => cache)).toEqual(['MISS', 'HIT']);
});

test('newer code that cannot boot leaves the older running', async () => {
  const before = await done('up');
  const file = join(tree, 'includes/Setup.php');
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.replace('<?php', "<?php\nthrow new \\LogicException( 'planted' );\n"));
  const ended = await gm1('up', '--environment', environment, '--keep-schema');
  await writeFile(file, whole);
  expect(ended.exitCode, ended.stderr).toBe(3);
  expect(ended.stderr).toMatch(/planted.*|The code that ran before runs again/s);
  expect(await read(before, 'Survivor')).toBe('And can be changed.');
  expect(await done('up')).toMatchObject({ change: { kind: 'kept' }, image: before.image });
});

test('what has stopped is started again with its data', async () => {
  const before = await done('up');
  const services = await RunningServices.find(rig.home, 'rig', 'next');
  await execa('docker', ['kill', services.container('database'), services.container('app')]);
  const { stdout } = await gm1('status', '--environment', 'rig', '--json');
  expect(stdout).toContain('"degraded"');
  const after = await done('up');
  expect([after.change, after.state]).toEqual([{ kind: 'repaired' }, 'ready']);
  expect(await read(before, 'Survivor')).toBe('And can be changed.');
});

test('a lease is extended, and never shortened', async () => {
  const { lease } = await done('up');
  const extended = await done('extend', '--hours', '48');
  expect(extended.lease.expires > lease.expires).toBe(true);
  expect((await done('extend', '--hours', '1')).lease).toEqual(extended.lease);
});

test('a test run in progress is not disturbed, and who would is told of it', async () => {
  const testing = rig.start('test', '--environment', environment, '--suite', 'http');
  expect(await testing.says(/http +started/)).toBe(true);
  // Else a slow machine asks when the tests have ended.
  testing.kill('SIGSTOP');
  const refused = await Promise.all(
    ['reset', 'down', 'test'].map((command) => gm1(command, '--environment', environment)),
  );
  testing.kill('SIGCONT');
  for (const { stderr, exitCode } of refused) {
    expect(stderr).toMatch(/in use: process \d+ is at `gm1 test`/);
    expect(exitCode).toBe(2);
  }
  expect((await testing.ended).exitCode).toBe(0);
});

test('a damaged lease is said, nothing of it is removed, and down removes it', async () => {
  await writeFile(join(rig.home, 'environments/rig/next/lease.json'), '{"owner":');
  const before = await ownedContainers(rig.home);
  for (const command of ['up', 'reset']) {
    const refused = await gm1(command, '--environment', environment);
    expect(refused.stderr).toContain('lease.json is not the lease of an environment');
  }
  const swept = await gm1('gc');
  expect([swept.exitCode, swept.stderr]).toEqual([0, expect.stringContaining('lease.json')]);
  expect(await ownedContainers(rig.home)).toEqual(before);
  expect((await gm1('down', '--environment', environment)).exitCode).toBe(0);
  expect(await ownedContainers(rig.home)).toEqual([]);
});

function gm1(...args: readonly string[]): Promise<Ended> {
  return rig.gm1(...args);
}

/** The track that a command has worked on. */
async function done(command: string, ...args: readonly string[]): Promise<Up> {
  const ended = await gm1(command, '--environment', environment, '--json', ...args);
  expect(ended.exitCode, ended.stderr).toBe(0);
  return tracks.parse(JSON.parse(ended.stdout))[0];
}

function wikiOf({ wikis }: Up, dbname: string) {
  const wiki = wikis.find((each) => each.dbname === dbname);
  if (!wiki) throw new Error(`There is no ${dbname}.`);
  return wiki;
}

function logIn(up: Up, dbname: string): Promise<Visitor> {
  return Visitor.logIn(rig.home, 'rig', wikiOf(up, dbname).api, 'sysop', 'Admin');
}

async function edit(up: Up, title: string, text: string): Promise<void> {
  const answer = await (await logIn(up, 'testwiki')).edit(title, text);
  expect(answer).toMatchObject({ edit: { result: 'Success' } });
}

/** The styles of MonoBook by an address that names no version, as pages have it. */
function styles(up: Up): Promise<string> {
  return load(up, 'modules=skins.monobook.styles&only=styles');
}

async function load(up: Up, query: string): Promise<string> {
  const answer = await fetch(`${wikiOf(up, 'testwiki').url}/w/load.php?lang=en&${query}&skin=monobook`);
  expect(answer.status).toBe(200);
  return answer.text();
}

/** The page's wikitext; undefined when there is no such page. */
async function read(up: Up, title: string): Promise<string | undefined> {
  const answer = await fetch(`${wikiOf(up, 'testwiki').url}/wiki/${title}?action=raw`);
  return answer.status === 404 ? undefined : answer.text();
}
