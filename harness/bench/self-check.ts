import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Fault, faults } from '../../suites/self-check/faults.ts';
import { systemCommand } from '../system/command.ts';
import { parseJson } from '../system/parse-json.ts';
import { BenchHome } from './bench-home.ts';
import { gm1, projectRoot } from './project.ts';
import { row } from './row.ts';

const attempts = z.array(
  z.object({ status: z.string(), test: z.object({ file: z.string(), titlePath: z.array(z.string()) }) }),
);
const notRun = z.object({ failure: z.object({ kind: z.string(), what: z.string() }) });

/**
 * Plants one fault after the other in a build and shows which tests catch each. Fails when some fault is caught by none.
 *
 *     npm run bench -- self-check                            every fault, all suites: long
 *     npm run bench -- self-check --quick                    just the tests that most likely catch each
 *     npm run bench -- self-check history-throws --suite api one fault, one suite
 */
export async function benchSelfCheck(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(3),
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, suite: { type: 'string', multiple: true } },
  });
  const unknown = positionals.find((name) => !faults.some((fault) => fault.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no fault ${unknown}: ${faults.map(({ name }) => name).join(', ')}`);
  const chosen = faults.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const suites = values.suite ?? ['http', 'api', 'browser'];
  const selection = (fault: Fault) =>
    values.quick ? quick([fault], fault.likely.suite) : suiteOptions(suites);
  const all = values.quick ? quickTogether(chosen) : [suiteOptions(suites)];
  await using home = await BenchHome.create();
  const check = await SelfCheck.begin(home, all);
  const missed: string[] = [];
  for (const fault of chosen) {
    const caught = await check.tryFault(fault, selection(fault));
    row(`${fault.name} (${fault.kind})`, caught.length === 0 ? 'not caught' : `caught by ${caught.length}`);
    for (const name of caught.slice(0, 5)) console.log(`    ${name}`);
    if (caught.length === 0) missed.push(fault.name);
  }
  row('share caught', `${chosen.length - missed.length} of ${chosen.length}`);
  if (missed.length > 0) process.exitCode = 1;
}

type Selection = readonly string[];

function suiteOptions(suites: readonly string[]): Selection {
  return ['--suite', ...suites];
}

function quick(some: readonly Fault[], suite: string): Selection {
  const patterns = new Set(
    some.filter(({ likely }) => likely.suite === suite).map(({ likely }) => likely.grep),
  );
  return [...suiteOptions([suite]), '--grep', [...patterns].join('|')];
}

function quickTogether(some: readonly Fault[]): readonly Selection[] {
  return [...new Set(some.map(({ likely }) => likely.suite))].map((suite) => quick(some, suite));
}

/** An environment of its own, whose next track is built anew with each fault. */
class SelfCheck {
  readonly #home: BenchHome;
  readonly #file: string;
  /** What fails without any fault says nothing of one. */
  readonly #failsAnyway = new Set<string>();

  private constructor(home: BenchHome, file: string) {
    this.#home = home;
    this.#file = file;
  }

  /** Brings up the code as it is and finds out which of the tests fail on that. */
  static async begin(home: BenchHome, selections: readonly Selection[]): Promise<SelfCheck> {
    const check = new SelfCheck(home, await home.define('self-check', []));
    await check.#define();
    const { seconds } = await home.tracks('up', check.#file);
    row('environment without a fault', `${Math.round(seconds)} s`);
    for (const selection of selections) {
      const { failures, why } = await check.#failures(selection);
      if (why) throw new Error(why);
      for (const name of failures) check.#failsAnyway.add(name);
    }
    for (const name of check.#failsAnyway) console.log(`    fails without a fault: ${name}`);
    return check;
  }

  /** The tests that fail with the fault and pass without it; or why the environment or its tests do not start. */
  async tryFault(fault: Fault, selection: Selection): Promise<readonly string[]> {
    await this.#define(fault);
    try {
      await this.#home.tracks('up', this.#file);
    } catch (error) {
      return [`gm1 up: ${String(error).trim().split('\n').at(-1)}`];
    }
    const { failures, why } = await this.#failures(selection);
    return why ? [why] : failures.filter((name) => !this.#failsAnyway.has(name));
  }

  async #failures(
    selection: Selection,
  ): Promise<{ readonly failures: readonly string[]; readonly why?: string }> {
    const args = ['test', '--environment', this.#file, '--json', ...selection];
    const said = await systemCommand.run(gm1, args, {
      env: { ...process.env, GM1_HOME: this.#home.directory },
    });
    const json = parseJson(said.stdout);
    const refused = notRun.safeParse(json);
    if (refused.success && refused.data.failure.kind !== 'usage') {
      return { failures: [], why: `gm1 test: ${refused.data.failure.what}` };
    }
    const read = attempts.safeParse(json);
    if (!read.success) throw new Error(`gm1 ${args.join(' ')} gave no result:\n${said.stderr}`);
    const failures = read.data.filter(({ status }) => status === 'failed');
    return { failures: failures.map(({ test }) => [test.file, ...test.titlePath].join(' › ')) };
  }

  /** The definition beside its configuration, into which faults of that are patched. */
  async #define(fault?: Fault): Promise<void> {
    const config = join(this.#home.directory, 'contained');
    await cp(join(projectRoot, 'environments/contained'), config, { recursive: true, force: true });
    const patch = fault && join(projectRoot, 'suites/self-check', fault.target, `${fault.name}.patch`);
    if (patch && fault.target === 'configuration') await applyPatch(config, patch);
    const patches = patch && fault.target === 'mediawiki' ? `, patches: [${JSON.stringify(patch)}]` : '';
    const yaml = [
      'name: self-check',
      `tracks: { train: { debian: { suite: trixie } }, next: { debian: { suite: sid }${patches} } }`,
      'runtime: { base: trixie }',
      'config: contained',
      'languages: [en, he]',
      'wikis:',
      '  testwiki: { lang: en }',
      '  testrtlwiki: { lang: he, shape: rtl }',
      '  testcommonswiki: { lang: en, shape: commons }',
      'suites: [http, api, browser]',
    ];
    await writeFile(this.#file, `${yaml.join('\n')}\n`);
  }
}

async function applyPatch(directory: string, patch: string): Promise<void> {
  const { exitCode, stderr } = await systemCommand.run('patch', ['-p1', '--silent', '--input', patch], {
    cwd: directory,
  });
  if (exitCode !== 0) throw new Error(`${patch} does not apply any more: ${stderr}`);
}
