import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { definitionYaml } from './definitions.ts';
import { ownedContainers, ownedImages, removeImagesSince } from './real-engine.ts';
import { Rig } from './rig.ts';
import { trainTree } from './train-tree.ts';

let rig: Rig;
let images: readonly string[];
let tree: string;

beforeAll(async () => {
  rig = await Rig.create('own');
  tree = await trainTree(rig, languages);
  images = await ownedImages();
  await makeUnlikeAnyBefore(tree);
});

afterAll(async () => {
  await removeImagesSince(images);
  await rig[Symbol.asyncDispose]();
});

/** New messages and new code, so that every phase has its whole work to do once. */
async function makeUnlikeAnyBefore(tree: string): Promise<void> {
  const mark = crypto.randomUUID();
  await appendFile(join(tree, 'includes/Defines.php'), `\n// ${mark}\n`);
  const file = join(tree, 'languages/i18n/en.json');
  const messages = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')));
  await writeFile(file, JSON.stringify({ ...messages, 'gm1-mark': mark }));
}

/** Those of all languages would take longer than all else here. */
const languages = ['de'];

const suites = ['http', 'api', 'browser', 'webdriverio'];

const phases = [
  'fetch',
  'stage',
  'l10n-update',
  'build-and-push-container-images',
  'seed',
  'provision',
  'ready',
  ...suites,
];

/** Of the suites just the one that is interrupted, so that none has to end before. */
function define(phase: string): Promise<string> {
  const track = `{ directory: ${tree} }`;
  const chosen = suites.includes(phase) ? [phase] : ['http'];
  const definition = { train: track, next: track, suites: chosen, languages };
  return rig.define('interrupted', definitionYaml(definition));
}

test.each(phases)(
  'Ctrl-C during %s ends within 15 s, leaves no container, and the run reads interrupted',
  async (phase) => {
    const environment = await define(phase);
    const before = await ownedContainers(rig.home);
    const run = rig.start('run', '--environment', environment);
    expect(await run.says(new RegExp(`train +${phase} +started`)), 'the phase begins').toBe(true);
    const start = performance.now();
    run.kill('SIGINT');
    const { exitCode, stderr } = await run.ended;
    expect((performance.now() - start) / 1000).toBeLessThan(15);
    expect(exitCode, stderr).toBe(130);

    expect(await ownedContainers(rig.home)).toEqual(before);
    const id = /^Run (\S+)/m.exec(stderr)?.[1] ?? 'no id';
    const compared = await rig.gm1('compare', id, '--json');
    expect(compared.exitCode, compared.stderr).toBe(3);
    expect(compared.stdout).toContain('interrupted');
  },
);
