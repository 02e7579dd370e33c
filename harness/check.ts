import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addCounts, type Counts, countsLine } from './check/counts.ts';
import { vitestCounts } from './check/vitest-counts.ts';
import { systemClock } from './system/clock.ts';
import { systemCommand } from './system/command.ts';
import { readIfPresent } from './system/files.ts';

interface Step {
  readonly name: string;
  run(): Promise<Counts>;
}

const project = join(import.meta.dirname, '..');

/** A log is read as text. */
const colours = `--colors=${process.stdout.isTTY ? 'force' : 'off'}`;

const staticSteps: readonly Step[] = [
  { name: 'types', run: () => check('tsc', []) },
  { name: 'lint and format', run: () => check('biome', ['ci', '--error-on-warnings', colours, '.']) },
  { name: 'unused code', run: () => check('knip', []) },
];

/** The names of vitest's projects, the quickest first. */
const testSteps: readonly Step[] = ['unit', 'integration', 'e2e'].map((name) => ({
  name,
  run: () => runTests(name),
}));

process.exitCode = await main(process.argv.slice(2));

/** `npm test` runs everything; `npm test -- unit` the static checks and the named kinds of tests. */
async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !testSteps.some((step) => step.name === name));
  if (unknown.length > 0) {
    const known = testSteps.map(({ name }) => name).join(', ');
    console.error(`There are no ${unknown.join(', ')} tests; name some of: ${known}.`);
    return 2;
  }
  const chosen = testSteps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const counts: Counts[] = [];
  for (const step of [...staticSteps, ...chosen]) counts.push(await report(step));
  const total = addCounts(counts);
  console.log(`\n${countsLine(total)}`);
  return total.failed > 0 ? 1 : 0;
}

async function report({ name, run }: Step): Promise<Counts> {
  const start = systemClock.seconds();
  console.log(`\n== ${name}`);
  const counts = await run();
  console.log(`== ${name}: ${countsLine(counts)} (${(systemClock.seconds() - start).toFixed(1)} s)`);
  return counts;
}

/** One check that passes when the program ends with 0. */
async function check(program: string, args: readonly string[]): Promise<Counts> {
  const passed = (await stream(program, args)) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

async function runTests(name: string): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'gm1-check-'));
  try {
    const file = join(folder, 'report.json');
    const reporters = [`--reporter=${name === 'unit' ? 'default' : 'verbose'}`, '--reporter=json'];
    const args = ['run', '--project', name, ...reporters, `--outputFile.json=${file}`];
    const exitCode = await stream('vitest', args);
    return vitestCounts(await readIfPresent(file), exitCode);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function stream(program: string, args: readonly string[]): Promise<number | undefined> {
  const { exitCode, reason } = await systemCommand.run(join(project, 'node_modules/.bin', program), args, {
    cwd: project,
    env: process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' },
    onLine: (line) => console.log(line),
  });
  if (reason) console.log(`${program} did not finish: ${reason}`);
  return exitCode;
}
