import { appendFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCommand } from '../system/command.ts';
import { RunningServices } from '../testing/running-services.ts';
import { BenchHome, type BenchTest } from './bench-home.ts';
import { printTable } from './print-table.ts';
import { projectRoot } from './project.ts';
import { row } from './row.ts';
import { medianOf } from './timed-build.ts';

const modes = ['on', 'off'] as const;
type Mode = (typeof modes)[number];

/** What the machine does by and by meets both alike. */
const turn: readonly Mode[] = ['on', 'off', 'off', 'on'];

const wikis = [
  'testwiki: { lang: en }',
  'testrtlwiki: { lang: he, shape: rtl }',
  'testcommonswiki: { lang: en, shape: commons }',
  'testguardedwiki: { lang: en, shape: guarded }',
];

const withoutLogger = "\n$wgMWLoggerDefaultSpi = [ 'class' => '\\\\MediaWiki\\\\Logger\\\\NullSpi' ];\n";

const shutAccessLog = 'sed -i "s/^ *access_log .*/access_log off;/" /etc/gm1/edge/*.conf';

const reloadEdge = 'nginx -e /var/log/gm1/edge.log -c /etc/gm1/edge.conf -s reload';

/**
 * What logging and correlation cost the api suite, each request of which runs PHP: its tests in turn on two environments of
 * the same code, one of them without gm1's logger and without the edge's access log.
 *
 *     npm run bench -- logging          a quarter of an hour
 *     npm run bench -- logging parse    just the tests that match, four times as often
 */
export async function benchLogging(): Promise<void> {
  const [pattern] = process.argv.slice(3);
  await using home = await BenchHome.create();
  const environments = { on: await bringUp(home, 'on'), off: await bringUp(home, 'off') };
  await silence(home);
  const choice = ['--suite', 'api', ...(pattern === undefined ? [] : ['--grep', pattern])];
  // What the first round fills caches with is no part of it.
  for (const mode of modes) await home.test(environments[mode], '--suite', 'http');
  const taken: Record<Mode, (readonly BenchTest[])[]> = { on: [], off: [] };
  const turns = pattern === undefined ? 1 : 4;
  for (const mode of Array.from({ length: turns }, () => turn).flat())
    taken[mode].push(await home.test(environments[mode], ...choice));
  report(taken);
}

async function bringUp(home: BenchHome, mode: Mode): Promise<string> {
  const config = join(home.directory, `config-${mode}`);
  await cp(join(projectRoot, 'environments/contained'), config, { recursive: true });
  if (mode === 'off') await appendFile(join(config, 'wmf-config/logging.php'), withoutLogger);
  const environment = await home.define(mode, wikis, { config: `config-${mode}`, suites: ['http', 'api'] });
  await home.tracks('up', environment, '--track', 'train');
  return environment;
}

/** The files are root's, and the server answers to nobody but its own user. */
async function silence(home: BenchHome): Promise<void> {
  const services = await RunningServices.find(home.directory, 'off', 'train');
  const inEdge = async (...args: readonly string[]) => {
    const { exitCode, stderr } = await systemCommand.run('docker', ['exec', ...args]);
    if (exitCode !== 0) throw new Error(`The access log of the edge could not be shut: ${stderr}`);
  };
  const edge = services.container('edge');
  await inEdge('-u', 'root', edge, 'sh', '-c', shutAccessLog);
  await inEdge('-u', 'www-data', edge, 'sh', '-c', reloadEdge);
}

/** Each test counts with the least time that it took, as whatever disturbs it only adds. */
function report(taken: Readonly<Record<Mode, readonly (readonly BenchTest[])[]>>): void {
  const sums = (mode: Mode) => taken[mode].map((tests) => sum(tests.map(({ seconds }) => seconds)));
  const least = { on: leastByTest(taken.on), off: leastByTest(taken.off) };
  const both = [...least.on.keys()].filter((name) => least.off.has(name));
  const time = (mode: Mode, name: string) => least[mode].get(name) ?? 0;
  const total = (mode: Mode) => sum(both.map((name) => time(mode, name)));
  printTable(
    ['logging', 'tests', 'first round', 'last round', 'least of all'],
    modes.map((mode) => [
      mode,
      String(both.length),
      ...[sums(mode)[0] ?? 0, sums(mode).at(-1) ?? 0, total(mode)].map((one) => one.toFixed(1)),
    ]),
  );
  row('Seconds of all tests, on against off', percent(total('on') / total('off')));
  row(
    'A test in the middle, on against off',
    percent(medianOf(both.map((name) => time('on', name) / time('off', name)))),
  );
  row('On, its even rounds against its odd ones', percent(halves(taken.on)));
  row('Off, its even rounds against its odd ones', percent(halves(taken.off)));
}

/** What chance makes of the same thing. */
function halves(runs: readonly (readonly BenchTest[])[]): number {
  const half = (odd: number) => sum([...leastByTest(runs.filter((_, index) => index % 2 === odd)).values()]);
  return half(1) / half(0);
}

function leastByTest(runs: readonly (readonly BenchTest[])[]): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  for (const { name, seconds } of runs.flat())
    least.set(name, Math.min(seconds, least.get(name) ?? Number.POSITIVE_INFINITY));
  return least;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function percent(ratio: number): string {
  return `${ratio >= 1 ? '+' : ''}${((ratio - 1) * 100).toFixed(1)} %`;
}
