import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { definitionYaml } from './definitions.ts';
import { plantFault } from './faulty-tree.ts';
import { ownedContainers, ownedImages, removeImagesSince } from './real-engine.ts';
import { type Ended, Rig } from './rig.ts';
import { trainTree } from './train-tree.ts';

let rig: Rig;
let images: readonly string[];
let tree: string;

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
    }),
  ),
  report: z.string(),
});

beforeAll(async () => {
  rig = await Rig.create('shared');
  tree = await trainTree(rig);
  images = await ownedImages();
});

afterAll(async () => {
  await removeImagesSince(images);
  await rig[Symbol.asyncDispose]();
});

async function run(
  name: string,
  definition: { next: string; suites: readonly string[] },
  ...args: readonly string[]
) {
  const environment = await rig.define(name, definitionYaml(definition));
  const ended = await rig.gm1('run', '--environment', environment, '--json', ...args);
  return { ...ended, output: () => runOutput.parse(JSON.parse(ended.stdout)) };
}

async function faulty(name: string, fault: Parameters<typeof plantFault>[2]): Promise<string> {
  const copy = join(rig.directory, name);
  await plantFault(tree, copy, fault);
  return `{ directory: ${copy} }`;
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

test('a PHP fault in a path that a suite walks is no-go and names the test', async () => {
  const next = await faulty('version-fault', {
    file: 'includes/specials/SpecialVersion.php',
    after: 'public function execute( $par ) {',
    insert: "\n\t\tthrow new \\LogicException( 'planted' );",
  });
  const ended = await run('fault', { next, suites: ['http'] });
  expect(ended.exitCode, told(ended)).toBe(1);
  const { gate, findings } = ended.output();
  expect(gate.verdict).toBe('no-go');
  const regressed = findings.filter(({ verdict }) => verdict === 'regressed').map(({ name }) => name);
  expect(regressed.join('\n')).toContain('Special:Version');
  expect(findings.some(({ signature }) => signature?.includes('LogicException'))).toBe(true);
});

test('a fault that only logs is listed as a log line that only next has', async () => {
  const next = await faulty('warning-fault', {
    file: 'includes/actions/ViewAction.php',
    after: 'public function show() {',
    insert: "\n\t\t$planted = []; $planted['planted-key'] ?? null; $value = $planted['planted-key'];",
  });
  const ended = await run('warning', { next, suites: ['http'] });
  const { counts, logs, findings } = ended.output();
  expect(counts.regressed, told(ended)).toBe(0);
  expect(logs.new).toBe(1);
  expect(
    findings
      .filter(({ verdict }) => verdict === 'new')
      .map(({ signature }) => signature)
      .join('\n'),
  ).toContain('planted-key');
  expect(ended.exitCode).toBe(1);
});

test('an image that cannot boot is one finding, and the run is inconclusive', async () => {
  const next = await faulty('boot-fault', {
    file: 'includes/Setup.php',
    after: '<?php',
    insert: "\nthrow new \\LogicException( 'planted before boot' );\n",
  });
  const ended = await run('boot', { next, suites: ['http', 'api', 'browser', 'webdriverio'] });
  expect(ended.exitCode, told(ended)).toBe(3);
  const { gate, findings } = ended.output();
  expect(gate.verdict).toBe('inconclusive');
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).toContain('planted before boot');
  expect(await ownedContainers(rig.home)).toEqual([]);
});

function told(ended: Ended): string {
  return `${ended.stderr}\n${ended.stdout}`;
}
