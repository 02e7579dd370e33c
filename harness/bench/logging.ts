import { appendFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RunningServices } from '../testing/running-services.ts';
import { BenchHome } from './bench-home.ts';
import { type Logged, LogSwitch, sideOf, switchableLogger } from './log-switch.ts';
import { halves, interval, type Mode, middle, type Pair, percent, ratio, turns } from './paired.ts';
import { projectRoot } from './project.ts';
import { row } from './row.ts';
import { medianOf } from './timed-build.ts';

const rounds = 10;
const sampleSize = 400;
const edits = 300;
/** In half of them a test is logged. */
const suiteRounds = 6;

const wikis = [
  'testwiki: { lang: en }',
  'testrtlwiki: { lang: he, shape: rtl }',
  'testcommonswiki: { lang: en, shape: commons }',
  'testguardedwiki: { lang: en, shape: guarded }',
];

const suites = ['api', 'browser'];

/**
 * What logging and correlation add, each measured in turn with and without them on one environment:
 *
 *     npm run bench -- logging             both of these: three quarters of an hour
 *     npm run bench -- logging requests    a sample of what the api and browser suites read, and edits
 *     npm run bench -- logging suites      these two suites as a whole: half of the tests, and then the others
 */
export async function benchLogging(): Promise<void> {
  const { positionals } = parseArgs({ args: process.argv.slice(3), allowPositionals: true });
  const unknown = positionals.find((part) => part !== 'requests' && part !== 'suites');
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}: requests, suites`);
  const has = (part: string) => positionals.length === 0 || positionals.includes(part);
  await using home = await BenchHome.create();
  const config = join(home.directory, 'config');
  await cp(join(projectRoot, 'environments/contained'), config, { recursive: true });
  await appendFile(join(config, 'wmf-config/logging.php'), switchableLogger);
  const environment = await home.define('logging', wikis, { config: 'config', suites });
  await home.tracks('up', environment, '--track', 'train');
  await home.test(environment, '--suite', ...suites);
  const services = await RunningServices.find(home.directory, 'logging', 'train');
  const asked = await readingsOf(services);
  const logs = await LogSwitch.install(services);
  if (has('requests')) {
    const sample = evenly(asked, sampleSize);
    row('Requests of the suites that only read', `${asked.length}, of which ${sample.length} are measured`);
    await reportReadings(logs, sample);
    await reportEdits(logs, await editUrl(services));
  }
  if (has('suites')) await reportSuites(logs, services, home, environment);
}

/**
 * In each round one half of the tests is logged, in the next one the other: what the machine does from minute to minute
 * meets both sides alike. The tests that ran before the switch was there have filled all caches.
 */
async function reportSuites(
  logs: LogSwitch,
  services: RunningServices,
  home: BenchHome,
  environment: string,
): Promise<void> {
  const taken = new Map<string, Record<Mode, number[]>>();
  const order: readonly Logged[] = ['even', 'odd', 'odd', 'even'];
  for (let round = 0; round < suiteRounds; round += 1) {
    const logged = order[round % order.length] ?? 'even';
    await logs.log(logged);
    const start = Date.now() / 1000;
    for (const { name, seconds } of await home.test(environment, '--suite', ...suites)) {
      const pair = taken.get(name) ?? { on: [], off: [] };
      pair[sideOf(name, logged)].push(seconds);
      taken.set(name, pair);
    }
    await checkSides(services, logged, start);
  }
  const pairs = [...taken.values()].filter(({ on, off }) => on.length + off.length === suiteRounds);
  row(
    'Tests that passed in all rounds',
    `${pairs.length} of ${taken.size}, ${suiteRounds / 2} rounds a side`,
  );
  reportPairs(pairs);
  row('  in 95 of 100 draws of as many tests', interval(pairs).map(percent).join(' to '));
}

/** A figure for what was not switched would say that logging costs nothing. */
async function checkSides(services: RunningServices, logged: Logged, start: number): Promise<void> {
  const requests = await services.log('access.ndjson');
  const tests = requests.filter(({ epoch, test }) => Number(epoch) >= start && test);
  const wrong = tests.filter(({ test }) => sideOf(decodeURIComponent(String(test)), logged) === 'off');
  if (tests.length === 0 || wrong.length > 0)
    throw new Error(
      `Of ${tests.length} requests in the log ${wrong.length} are of tests that are not logged.`,
    );
}

function reportPairs(pairs: readonly Pair[]): void {
  row('  all of them, on against off', percent(ratio(pairs)));
  row('  the one in the middle', percent(middle(pairs)));
  row('  on, odd rounds against even ones', percent(halves(pairs, 'on')));
  row('  off, odd rounds against even ones', percent(halves(pairs, 'off')));
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

async function ask(logs: LogSwitch, mode: Mode, url: string, body?: URLSearchParams): Promise<Answer> {
  const start = performance.now();
  const answer = await fetch(url, {
    headers: logs.headers(mode),
    redirect: 'manual',
    ...(body && { method: 'POST', body }),
  });
  const text = await answer.text();
  return { seconds: (performance.now() - start) / 1000, status: answer.status, text };
}

async function reportReadings(logs: LogSwitch, urls: readonly string[]): Promise<void> {
  const pairs: Pair[] = [];
  let differing = 0;
  for (const url of urls) {
    const taken: Record<Mode, number[]> = { on: [], off: [] };
    const answers: Record<Mode, Set<string>> = { on: new Set(), off: new Set() };
    await ask(logs, 'on', url);
    for (let round = 0; round < rounds; round += 1)
      for (const mode of turns[round % 2] ?? []) {
        const { seconds, status, text } = await ask(logs, mode, url);
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
  reportPairs(pairs);
  row('  answers that logging changes', String(differing));
}

/** Each edit makes a page of its own, so that none is quicker for what the one before it left. */
async function reportEdits(logs: LogSwitch, api: string): Promise<void> {
  const taken: Record<Mode, number[]> = { on: [], off: [] };
  for (let index = 0; index < edits; index += 1)
    for (const mode of turns[index % 2] ?? []) {
      const { seconds, text } = await ask(logs, mode, api, edit(`Bench ${mode} ${index}`));
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

/** As many of the values, at even distances. */
function evenly<T>(values: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, values.length / count);
  return values.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
