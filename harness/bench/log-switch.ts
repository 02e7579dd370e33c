import type { RunningServices } from '../testing/running-services.ts';
import { type Mode, modes } from './paired.ts';

/** Says of each request by itself whether it is logged, so that one environment serves both sides of a pair. */
const header = 'X-Gm1-Bench';

/** For the end of `wmf-config/logging.php`: with logging off, MediaWiki is as it comes, and writes nothing. */
export const switchableLogger = `
if ( ( $_SERVER['HTTP_X_GM1_BENCH'] ?? '1' ) === '0' ) {
	$wgMWLoggerDefaultSpi = [ 'class' => '\\\\MediaWiki\\\\Logger\\\\NullSpi' ];
}
`;

/** The tests that are logged: those whose name has an even or an odd number of characters as its header has it. */
export type Logged = 'even' | 'odd';

/** On which side a test is while others are on the other. */
export function sideOf(test: string, logged: Logged): Mode {
  const isEven = headerOf(test).length % 2 === 0;
  return isEven === (logged === 'even') ? 'on' : 'off';
}

/** As the suites name a test to the wikis. */
function headerOf(test: string): string {
  return encodeURIComponent(test);
}

/** What names no test, and does not say for itself, is logged. */
const maps = [
  'map $http_x_gm1_test $gm1_turn { "" 1; "~^(?:..)+$" 1; default 0; }',
  'map $http_x_gm1_bench $gm1_logs { "" $gm1_turn; default $http_x_gm1_bench; }',
  'map $gm1_logs $gm1_id { 0 ""; default $request_id; }',
  'map $gm1_logs $gm1_test { 0 ""; default $http_x_gm1_test; }',
].join(' ');

/** nginx makes an id when something asks for it: with logging off nothing does, and no header is sent that is empty. */
const switchableEdge = [
  `sed -i 's/add_header X-Request-Id $request_id/add_header X-Request-Id $gm1_id/; s/^    include .etc.gm1.edge.*/    ${maps}\\n&/' /etc/gm1/edge.conf`,
  [
    "sed -i 's/access.ndjson access;/access.ndjson access if=$gm1_logs;/",
    's/X-Request-Id $request_id;/X-Request-Id $gm1_id; proxy_set_header X-GM1-Test $gm1_test;/',
    "s/X-GM1-Test $gm1_test;/& proxy_set_header X-Gm1-Bench $gm1_logs;/' /etc/gm1/edge/*.conf",
  ].join('; '),
].join(' && ');

const reload = 'nginx -e /var/log/gm1/edge.log -c /etc/gm1/edge.conf -s reload';

/**
 * Logging and correlation of a running track, on or off: MediaWiki's logger, the edge's access log, the id that the edge
 * gives to each request, and the header that names its test.
 */
export class LogSwitch {
  readonly #services: RunningServices;

  private constructor(services: RunningServices) {
    this.#services = services;
  }

  /** The track's configuration has {@link switchableLogger} already. The even ones are on. */
  static async install(services: RunningServices): Promise<LogSwitch> {
    const made = new LogSwitch(services);
    for (const mode of modes) await made.#checkLogger(mode);
    await made.#edge(switchableEdge);
    await made.log('even');
    return made;
  }

  /** What a request carries to be on the one side or the other. */
  headers(mode: Mode): Readonly<Record<string, string>> {
    return mode === 'on'
      ? { [header]: '1', 'X-GM1-Test': headerOf('api › logging.spec.ts › a page is read › api') }
      : { [header]: '0' };
  }

  /** Has the tests of one side logged, and waits until the edge does so. */
  async log(tests: Logged): Promise<void> {
    const [even, odd] = tests === 'even' ? [1, 0] : [0, 1];
    await this.#edge(
      `sed -i 's/+$" [01]; default [01]; }/+$" ${even}; default ${odd}; }/' /etc/gm1/edge.conf`,
    );
    await this.#run('edge', reload, 'www-data');
    const [wiki] = await this.#services.wikis();
    const deadline = performance.now() + 60_000;
    // It takes its configuration by and by.
    while (!(await isSwitched(wiki?.url ?? '', tests)))
      if (performance.now() > deadline) throw new Error('The edge did not take its new configuration.');
  }

  async #checkLogger(mode: Mode): Promise<void> {
    const [wiki] = await this.#services.wikis();
    const variable = `HTTP_X_GM1_BENCH=${mode === 'on' ? 1 : 0}`;
    const code = 'echo get_class( MediaWiki\\Logger\\LoggerFactory::getProvider() );';
    const command = `${variable} php multiversion/MWScript.php eval --wiki=${wiki?.dbname} <<< '${code}'`;
    const { output } = await this.#services.run('app', command);
    if (!output.includes(mode === 'on' ? 'Gm1' : 'NullSpi'))
      throw new Error(`With logging ${mode}, the logger of MediaWiki is ${output}.`);
  }

  /** The files are root's, and the server answers to nobody but its own user. */
  #edge(script: string): Promise<void> {
    return this.#run('edge', script, 'root');
  }

  async #run(service: 'edge', script: string, user?: string): Promise<void> {
    const { exitCode, output } = await this.#services.run(service, script, user);
    if (exitCode !== 0) throw new Error(`Logging of ${service} could not be switched: ${output}`);
  }
}

async function isSwitched(url: string, logged: Logged): Promise<boolean> {
  const tests = ['a', 'aa'];
  const ids = await Promise.all(tests.map((test) => hasId(url, test)));
  return tests.every((test, index) => ids[index] === (sideOf(test, logged) === 'on'));
}

async function hasId(url: string, test: string): Promise<boolean> {
  const headers = { 'X-GM1-Test': test };
  return (await fetch(url, { headers, redirect: 'manual' })).headers.has('X-Request-Id');
}
