import { appendFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { RunningServices } from '../testing/running-services.ts';
import { BenchHome } from './bench-home.ts';
import { projectRoot } from './project.ts';
import { row } from './row.ts';
import { medianOf } from './timed-build.ts';

const modes = ['on', 'off'] as const;
type Mode = (typeof modes)[number];

/** What the machine does by and by meets both alike. */
const turns: readonly (readonly Mode[])[] = [
  ['on', 'off'],
  ['off', 'on'],
];

const rounds = 10;
const sampleSize = 400;
const edits = 300;

const wikis = [
  'testwiki: { lang: en }',
  'testrtlwiki: { lang: he, shape: rtl }',
  'testcommonswiki: { lang: en, shape: commons }',
  'testguardedwiki: { lang: en, shape: guarded }',
];

/** Says of each request by itself whether it is logged, so that one environment serves both sides of a pair. */
const header = 'X-Gm1-Bench';

const switchableLogger = `
if ( ( $_SERVER['HTTP_X_GM1_BENCH'] ?? '' ) === '0' ) {
	$wgMWLoggerDefaultSpi = [ 'class' => '\\\\MediaWiki\\\\Logger\\\\NullSpi' ];
}
`;

const switchableAccessLog =
  "sed -i 's/access.ndjson access;/access.ndjson access if=$http_x_gm1_bench;/' /etc/gm1/edge/*.conf";

const reloadEdge = 'nginx -e /var/log/gm1/edge.log -c /etc/gm1/edge.conf -s reload';

/**
 * What logging and correlation add to the requests of the suites: a sample of what the api and browser suites read, and
 * edits, each asked for in turn with and without gm1's logger and the edge's access log. It bounds what they add to the
 * suites, whose browsers and runners take time too that logging does not change. A quarter of an hour.
 */
export async function benchLogging(): Promise<void> {
  await using home = await BenchHome.create();
  const config = join(home.directory, 'config');
  await cp(join(projectRoot, 'environments/contained'), config, { recursive: true });
  await appendFile(join(config, 'wmf-config/logging.php'), switchableLogger);
  const environment = await home.define('logging', wikis, {
    config: 'config',
    suites: ['http', 'api', 'browser'],
  });
  await home.tracks('up', environment, '--track', 'train');
  for (const suite of ['api', 'browser']) await home.test(environment, '--suite', suite);
  const services = await RunningServices.find(home.directory, 'logging', 'train');
  const asked = await readingsOf(services);
  await makeSwitchable(services);
  const sample = evenly(asked, sampleSize);
  row('Requests of the suites that only read', `${asked.length}, of which ${sample.length} are measured`);
  await reportReadings(sample);
  await reportEdits(await editUrl(services));
}

/** The addresses that were read with success, each once, in the order of their first request. */
async function readingsOf(services: RunningServices): Promise<readonly string[]> {
  const urls = new Map((await services.wikis()).map(({ dbname, url }) => [dbname, url]));
  const requests = await services.log('access.ndjson');
  const read = requests.filter(
    ({ method, status, uri }) => method === 'GET' && status === 200 && !String(uri).includes('***'),
  );
  return [...new Set(read.map(({ wiki, uri }) => `${urls.get(String(wiki))}${uri}`))];
}

/** The files are root's, and the server answers to nobody but its own user. */
async function makeSwitchable(services: RunningServices): Promise<void> {
  const changes = [
    { script: switchableAccessLog, user: 'root' },
    { script: reloadEdge, user: 'www-data' },
  ];
  for (const { script, user } of changes) {
    const { exitCode, output } = await services.run('edge', script, user);
    if (exitCode !== 0) throw new Error(`The access log of the edge could not be made switchable: ${output}`);
  }
}

async function editUrl(services: RunningServices): Promise<string> {
  const [wiki] = await services.wikis();
  if (!wiki) throw new Error('The environment has no wiki.');
  return wiki.api;
}

interface Answer {
  readonly seconds: number;
  readonly status: number;
  readonly text: string;
}

async function ask(mode: Mode, url: string, body?: URLSearchParams): Promise<Answer> {
  const start = performance.now();
  const answer = await fetch(url, {
    headers: { [header]: mode === 'on' ? '1' : '0' },
    redirect: 'manual',
    ...(body && { method: 'POST', body }),
  });
  const text = await answer.text();
  return { seconds: (performance.now() - start) / 1000, status: answer.status, text };
}

type Pair = Readonly<Record<Mode, readonly number[]>>;

/** Each request counts with the least time that it took, as whatever disturbs it only adds. */
async function reportReadings(urls: readonly string[]): Promise<void> {
  const pairs: Pair[] = [];
  let differing = 0;
  for (const url of urls) {
    const taken: Record<Mode, number[]> = { on: [], off: [] };
    const answers: Record<Mode, Set<string>> = { on: new Set(), off: new Set() };
    await ask('on', url);
    for (let round = 0; round < rounds; round += 1)
      for (const mode of turns[round % 2] ?? []) {
        const { seconds, status, text } = await ask(mode, url);
        taken[mode].push(seconds);
        answers[mode].add(`${status} ${lasting(text)}`);
      }
    pairs.push(taken);
    // What differs from one time to the next, a token or a time, tells nothing.
    const isLasting = answers.on.size === 1 && answers.off.size === 1;
    if (isLasting && [...answers.on].some((answer) => !answers.off.has(answer))) {
      differing += 1;
      console.log(`Answered otherwise: ${url}`);
    }
  }
  row('  all of them, on against off', percent(ratio(pairs, least)));
  row('  the one in the middle', percent(medianOf(pairs.map(({ on, off }) => least(on) / least(off)))));
  row('  on, even rounds against odd ones', percent(halves(pairs, 'on')));
  row('  off, even rounds against odd ones', percent(halves(pairs, 'off')));
  row('  answers that logging changes', String(differing));
}

/** Each edit makes a page of its own, so that none is quicker for what the one before it left. */
async function reportEdits(api: string): Promise<void> {
  const taken: Record<Mode, number[]> = { on: [], off: [] };
  for (let index = 0; index < edits; index += 1)
    for (const mode of turns[index % 2] ?? []) {
      const { seconds, text } = await ask(mode, api, edit(`Bench ${mode} ${index}`));
      if (!text.includes('"Success"')) throw new Error(`An edit failed: ${text.slice(0, 300)}`);
      taken[mode].push(seconds);
    }
  row(`Edits, ${edits} of each, median, on against off`, percent(medianOf(taken.on) / medianOf(taken.off)));
}

function edit(title: string): URLSearchParams {
  const text = `'''${title}''' is [[a page]] with {{a template}} and a [[Category:Bench]].`;
  return new URLSearchParams({ action: 'edit', format: 'json', title, text, token: '+\\' });
}

/** Without what no two answers have in common: the request's id and what the request cost. */
function lasting(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{32}/g, '')
    .replaceAll(/"wgBackendResponseTime":\d+/g, '')
    .replaceAll(/<!--.*?-->/gs, '');
}

function least(values: readonly number[]): number {
  return Math.min(...values);
}

function ratio(pairs: readonly Pair[], figure: (values: readonly number[]) => number): number {
  const total = (mode: Mode) => pairs.reduce((sum, pair) => sum + figure(pair[mode]), 0);
  return total('on') / total('off');
}

/** What chance makes of the same thing. */
function halves(pairs: readonly Pair[], mode: Mode): number {
  const half = (odd: number) => (values: readonly number[]) =>
    least(values.filter((_, index) => index % 2 === odd));
  const total = (odd: number) => pairs.reduce((sum, pair) => sum + half(odd)(pair[mode]), 0);
  return total(1) / total(0);
}

/** As many of the values, at even distances. */
function evenly<T>(values: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, values.length / count);
  return values.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

function percent(value: number): string {
  return `${value >= 1 ? '+' : ''}${((value - 1) * 100).toFixed(1)} %`;
}
