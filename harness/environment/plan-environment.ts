import { createHash } from 'node:crypto';
import type { WikiDefinition } from '../core/definition.ts';
import type { Wiki } from '../core/environment-record.ts';
import type { Track } from '../core/track.ts';
import { answersOn, healthChecks } from './health-checks.ts';
import type { Plan, Service } from './provider.ts';
import type { Secrets } from './secrets.ts';
import {
  edgePort,
  edgeServer,
  extensionClusterSql,
  farmFile,
  initSql,
  installSql,
  secretsFile,
} from './service-files.ts';
import { limits, type ServiceName, seedUploads } from './services.ts';

export interface PlanInput {
  readonly environment: string;
  readonly track: Track;
  /** Image with the staging directory. */
  readonly trackImage: string;
  /** Image with Apache and the files that it serves, when the track's has none. */
  readonly webImage?: string | undefined;
  /** Image with MariaDB, memcached and nginx. */
  readonly servicesImage: string;
  readonly wikis: readonly Wiki[];
  /** One version of MediaWiki in the image, for every wiki. */
  readonly forceVersion?: string | undefined;
  readonly secrets: Secrets;
}

/** Two host names for one interface: cookies know no ports, so the tracks need a host each. */
const hosts: Readonly<Record<Track, string>> = { train: 'localhost', next: '127.0.0.1' };

/** The wikis as a tester sees them; each has a port of its own. */
export function placeWikis(
  track: Track,
  wikis: readonly WikiDefinition[],
  ports: readonly number[],
): readonly Wiki[] {
  return wikis.map(({ dbname, lang, shape }, index) => {
    const url = `http://${hosts[track]}:${ports[index]}`;
    return { dbname, lang, shape, url, api: `${url}/w/api.php` };
  });
}

/** All services of one track, its databases from a seed; pure data. */
export function planEnvironment(input: PlanInput & { readonly seedImage: string }): Plan {
  const { environment, track, seedImage } = input;
  return {
    environment,
    track,
    volumes: ['logs', 'uploads'],
    services: [
      {
        ...database(input, seedImage, initSql(input.wikis, input.secrets)),
        user: 'mysql',
        // A new volume takes over what an image has where it is mounted.
        volumes: { ...logs, uploads: seedUploads },
      },
      memcached(input),
      app(input),
      debug(input),
      web(input),
      jobrunner(input),
      edge(input),
    ],
  };
}

/**
 * What it takes to make a seed: an empty database server, and PHP to install the wikis with. The database's commands run
 * as root here, to keep files with their owners.
 */
export function planSeed(input: PlanInput): Plan {
  const { environment, track, servicesImage } = input;
  return {
    environment,
    track,
    volumes: ['logs', 'uploads'],
    services: [
      { ...database(input, servicesImage, installSql(input.secrets)), volumes: { ...logs, uploads } },
      memcached(input),
      app(input),
    ],
  };
}

const service = { env: {}, files: [], ports: [], after: [] };
const fpm = ['php-fpm', '--nodaemonize', '--fpm-config', '/etc/php/gm1-fpm.conf'];
const logs = { logs: '/var/log/gm1' };
const uploads = '/srv/uploads';

/** Curl asks the web server for every address; it answers for the farm's, and refuses and logs all others. */
const curlProxy = { all_proxy: 'http://web:8080' };

/** Two servers in one service, the main cluster and x1, so that one snapshot holds all of a seed's databases. */
function database({ wikis, secrets }: PlanInput, image: string, sql: string): Service {
  return {
    ...service,
    name: 'database',
    image,
    limits: limits.database,
    command: ['bash', '/etc/gm1/database.sh'],
    files: [
      { path: '/etc/gm1/init.sql', content: sql, mode: 0o644 },
      { path: '/etc/gm1/init-x1.sql', content: extensionClusterSql(wikis, secrets), mode: 0o644 },
    ],
    volumes: logs,
    ready: healthChecks.database.command,
  };
}

function memcached({ servicesImage }: PlanInput): Service {
  return {
    ...service,
    name: 'memcached',
    image: servicesImage,
    user: 'nobody',
    limits: limits.memcached,
    command: ['memcached', '--memory-limit=256', '--max-item-size=8m'],
    volumes: logs,
    ready: healthChecks.memcached.command,
  };
}

function app(input: PlanInput): Service {
  return {
    ...php(input, 'app'),
    command: fpm,
    ready: answersOn(9000),
  };
}

/** As app, for requests with the header X-Wikimedia-Debug; the only one with debug routes. */
function debug(input: PlanInput): Service {
  const plain = php(input, 'debug');
  return {
    ...plain,
    env: { ...plain.env, GM1_SERVICE: 'debug', GM1_WORKERS: '2' },
    command: fpm,
    ready: answersOn(9000),
  };
}

function web(input: PlanInput): Service {
  return {
    ...php({ ...input, trackImage: input.webImage ?? input.trackImage }, 'web'),
    command: ['apache2', '-f', '/etc/apache2/gm1.conf', '-DFOREGROUND'],
    ready: healthChecks.web.command,
  };
}

function jobrunner(input: PlanInput): Service {
  return {
    ...php(input, 'jobrunner'),
    command: ['php', '-d', 'opcache.enable_cli=1', 'multiversion/jobrunner.php'],
    ready: healthChecks.jobrunner.command,
  };
}

/** A service from the track's image, which knows the farm and its secrets. */
function php(input: PlanInput, name: ServiceName) {
  const { environment, track, trackImage, wikis, forceVersion, secrets } = input;
  const farm = farmFile({ environment, track, cookiePrefix: cookiePrefix(environment, track), wikis });
  return {
    ...service,
    name,
    image: trackImage,
    user: 'www-data',
    limits: limits[name],
    env: { ...curlProxy, ...(forceVersion !== undefined && { FORCE_MW_VERSION: forceVersion }) },
    files: [
      { path: '/etc/gm1/farm.json', content: farm, mode: 0o644 },
      { path: '/etc/gm1/secrets.json', content: secretsFile(secrets), mode: 0o644 },
    ],
    volumes: { ...logs, uploads },
  };
}

function edge({ servicesImage, wikis }: PlanInput): Service {
  return {
    ...service,
    name: 'edge',
    image: servicesImage,
    user: 'www-data',
    limits: limits.edge,
    command: ['bash', '/etc/gm1/edge.sh'],
    files: wikis.map(({ dbname }, index) => ({
      path: `/etc/gm1/edge/${dbname}.conf`,
      content: edgeServer(dbname, edgePort(index)),
      mode: 0o644,
    })),
    volumes: logs,
    ports: wikis.map(({ url }, index) => ({ inside: edgePort(index), outside: Number(new URL(url).port) })),
    ready: healthChecks.edge.command,
  };
}

/** Browsers send cookies to every port of a host, so that environments must not share names of cookies. */
function cookiePrefix(environment: string, track: Track): string {
  return `gm1_${createHash('sha256').update(environment).digest('hex').slice(0, 8)}_${track}_`;
}
