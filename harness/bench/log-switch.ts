import type { RunningServices } from '../testing/running-services.ts';
import type { Mode } from './paired.ts';

/** Says of each request by itself whether it is logged, so that one environment serves both sides of a pair. */
const header = 'X-Gm1-Bench';

/** All services of a track see it: with it, whatever does not say for itself is not logged. */
const flag = '/var/log/gm1/bench-off';

/** For the end of `wmf-config/logging.php`: with logging off, MediaWiki is as it comes, and writes nothing. */
export const switchableLogger = `
if ( ( $_SERVER['HTTP_X_GM1_BENCH'] ?? ( is_file( '${flag}' ) ? '0' : '1' ) ) === '0' ) {
	$wgMWLoggerDefaultSpi = [ 'class' => '\\\\MediaWiki\\\\Logger\\\\NullSpi' ];
}
`;

const map =
  'map $http_x_gm1_bench $gm1_logs { "" 1; default $http_x_gm1_bench; } map $gm1_logs $gm1_id { 0 ""; default $request_id; }';

/** nginx makes an id when something asks for it: with logging off nothing does, and no header is sent that is empty. */
const switchableEdge = [
  `sed -i 's/add_header X-Request-Id $request_id/add_header X-Request-Id $gm1_id/; s/^    include .etc.gm1.edge.*/    ${map}\\n&/' /etc/gm1/edge.conf`,
  "sed -i 's/access.ndjson access;/access.ndjson access if=$gm1_logs;/; s/X-Request-Id $request_id/X-Request-Id $gm1_id/' /etc/gm1/edge/*.conf",
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

  /** The track's configuration has {@link switchableLogger} already. It is on. */
  static async install(services: RunningServices): Promise<LogSwitch> {
    const made = new LogSwitch(services);
    await made.#edge(switchableEdge);
    await made.set('on');
    return made;
  }

  /** What a request carries to be on the one side or the other. */
  headers(mode: Mode): Readonly<Record<string, string>> {
    return mode === 'on'
      ? { [header]: '1', 'X-GM1-Test': 'api%3A%20bench%2Flogging.spec.ts%20%E2%80%BA%20a%20page%20is%20read' }
      : { [header]: '0' };
  }

  /** Puts all that says nothing for itself on one side, and waits until the edge does so. */
  async set(mode: Mode): Promise<void> {
    const flagged = mode === 'on' ? `rm -f ${flag}` : `touch ${flag}`;
    await this.#run('app', flagged);
    await this.#edge(`sed -i 's/{ "" [01];/{ "" ${mode === 'on' ? 1 : 0};/' /etc/gm1/edge.conf`);
    await this.#run('edge', reload, 'www-data');
    await this.#check(mode);
  }

  /** The edge takes its configuration by and by; MediaWiki looks at the flag each time. */
  async #check(mode: Mode): Promise<void> {
    const [wiki] = await this.#services.wikis();
    const deadline = performance.now() + 60_000;
    while ((await hasId(wiki?.url ?? '')) !== (mode === 'on'))
      if (performance.now() > deadline) throw new Error('The edge did not take its new configuration.');
    const logger = await this.#services.php(
      wiki?.dbname ?? '',
      'echo get_class( MediaWiki\\Logger\\LoggerFactory::getProvider() );',
    );
    if (logger.includes('NullSpi') !== (mode === 'off'))
      throw new Error(`With logging ${mode}, the logger of MediaWiki is ${logger}.`);
  }

  /** The files are root's, and the server answers to nobody but its own user. */
  #edge(script: string): Promise<void> {
    return this.#run('edge', script, 'root');
  }

  async #run(service: 'app' | 'edge', script: string, user?: string): Promise<void> {
    const { exitCode, output } = await this.#services.run(service, script, user);
    if (exitCode !== 0) throw new Error(`Logging of ${service} could not be switched: ${output}`);
  }
}

async function hasId(url: string): Promise<boolean> {
  return (await fetch(url, { redirect: 'manual' })).headers.has('X-Request-Id');
}
