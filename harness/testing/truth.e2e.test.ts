import { appendFile, cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { definitionYaml, type RigDefinition } from './definitions.ts';
import { plantFault } from './faulty-tree.ts';
import { ownedContainers, ownedImages, removeImagesSince } from './real-engine.ts';
import { type Ended, Rig } from './rig.ts';
import { trainTree } from './train-tree.ts';

const projectRoot = join(import.meta.dirname, '../..');

let rig: Rig;
let images: readonly string[];

const runOutput = z.object({
  run: z.string(),
  gate: z.object({ verdict: z.string(), reasons: z.array(z.string()) }),
  counts: z.record(z.string(), z.number()),
  total: z.number(),
  logs: z.record(z.string(), z.number()),
  findings: z.array(
    z.looseObject({
      name: z.string().optional(),
      verdict: z.string().optional(),
      signature: z.string().optional(),
      attribution: z.object({ cause: z.string() }).optional(),
    }),
  ),
  report: z.string(),
});

beforeAll(async () => {
  rig = await Rig.create('shared');
  images = await ownedImages();
});

afterAll(async () => {
  await removeImagesSince(images);
  await rig[Symbol.asyncDispose]();
});

async function run(name: string, definition: RigDefinition, ...args: readonly string[]) {
  const environment = await rig.define(name, definitionYaml(definition));
  const ended = await rig.gm1('run', '--environment', environment, '--json', ...args);
  return { ...ended, output: () => runOutput.parse(JSON.parse(ended.stdout)) };
}

test('train against train is go, with every test accounted for and nothing regressed', async () => {
  const suites = ['http', 'api', 'webdriverio'];
  const ended = await run('control', { next: '{ debian: { suite: sid } }', suites }, '--control');
  expect(ended.exitCode, told(ended)).toBe(0);
  const { gate, counts, total, logs, report } = ended.output();
  expect(gate.verdict).toBe('go');
  expect(counts).toMatchObject({ regressed: 0, missing: 0, 'new-failing': 0 });
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total);
  expect(total).toBeGreaterThanOrEqual(54);
  expect(logs.new).toBe(0);
  expect(await readFile(report, 'utf8')).toContain('<html');
});

/** Longer than all others together, and so on one track; three times as long on a slow machine. */
const browserSuite = { timeout: 25 * 60_000 };

test('each test of the browser suite passes on next, if need be once more', browserSuite, async () => {
  const definition = { next: '{ debian: { suite: sid } }', suites: ['browser'] };
  const environment = await rig.define('browser', definitionYaml(definition));
  const up = await rig.gm1('up', '--environment', environment);
  expect(up.exitCode, up.stderr).toBe(0);
  try {
    const first = await rig.gm1('test', '--environment', environment);
    expect([0, 1], told(first)).toContain(first.exitCode);
    if (first.exitCode === 0) return;
    const again = await rig.gm1('test', '--environment', environment, '--last-failed');
    expect(again.exitCode, told(first)).toBe(0);
    console.log(`Did not pass at once:\n${first.stdout}`);
  } finally {
    await rig.gm1('down', '--environment', environment);
  }
});

test('an image that cannot boot is one finding, and the run is inconclusive', async () => {
  const languages = ['en', 'he'];
  const tree = join(rig.directory, 'boot-fault');
  await plantFault(await trainTree(rig, languages), tree, {
    file: 'includes/Setup.php',
    after: '<?php',
    insert: "\nthrow new \\LogicException( 'planted before boot' );\n",
  });
  const suites = ['http', 'api', 'browser', 'webdriverio'];
  const ended = await run('boot', { next: `{ directory: ${tree} }`, suites, languages });
  expect(ended.exitCode, told(ended)).toBe(3);
  const { gate, findings } = ended.output();
  expect(gate.verdict).toBe('inconclusive');
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).toContain('planted before boot');
  expect(await ownedContainers(rig.home)).toEqual([]);
});

test("a fault of next's configuration is told from one of its code", async () => {
  const changed = join(rig.directory, 'changed');
  await cp(join(projectRoot, 'environments/contained'), changed, { recursive: true });
  await appendFile(join(changed, 'wmf-config/CommonSettings.php'), '\n$wgFeed = false;\n');
  const next = '{ debian: { suite: trixie }, config: changed }';
  const ended = await run('config', { next, suites: ['http'], languages: ['en', 'he'] });
  expect(ended.exitCode, told(ended)).toBe(1);
  const { counts, findings } = ended.output();
  expect(counts.regressed).toBeGreaterThan(0);
  const regressed = findings.filter(({ verdict }) => verdict === 'regressed');
  expect(regressed.map(({ name }) => name)).toEqual(regressed.map(() => expect.stringContaining('feed')));
  expect(regressed.map(({ attribution }) => attribution?.cause)).toEqual(
    regressed.map(() => 'configuration'),
  );
  expect(await ownedContainers(rig.home)).toEqual([]);
});

function told(ended: Ended): string {
  return `${ended.stderr}\n${ended.stdout}`;
}
