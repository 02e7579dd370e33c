import type { ServiceName } from './services.ts';

/** How to ask a service whether it works: a command that exits with 0 if so, run in a service. */
export interface HealthCheck {
  readonly runIn: ServiceName;
  readonly command: readonly string[];
}

/** The same as each service's readiness, but for app and debug: there it is enough at the start that they listen. */
export const healthChecks: Readonly<Record<ServiceName, HealthCheck>> = {
  database: { runIn: 'database', command: bash(['mysqld', 'x1'].map(answersOnSocket).join(' && ')) },
  memcached: { runIn: 'memcached', command: bash(says(11211, 'version\\r\\n', 'VERSION ')) },
  app: { runIn: 'web', command: bash(answersHttp(8081, '/w/health-check.php')) },
  debug: {
    runIn: 'web',
    command: bash(answersHttp(8081, '/fpm-ping', 'X-Wikimedia-Debug: backend=debug\\r\\n')),
  },
  web: { runIn: 'web', command: bash(answersHttp(8081, '/healthz')) },
  // It is touched four times a second.
  jobrunner: {
    runIn: 'jobrunner',
    command: bash("find /run/gm1/jobrunner.heartbeat -newermt '15 seconds ago' | grep -q ."),
  },
  edge: { runIn: 'edge', command: bash(answersHttp(8100, '/healthz')) },
};

/** Something listens on this port of the service itself. */
export function answersOn(port: number): readonly string[] {
  return bash(`exec 3<>/dev/tcp/127.0.0.1/${port}`);
}

function bash(script: string): readonly string[] {
  return ['bash', '-c', script];
}

function answersOnSocket(name: string): string {
  return `mariadb --user=root --socket=/run/mysqld/${name}.sock --execute='SELECT 1'`;
}

function answersHttp(port: number, path: string, header = ''): string {
  return says(port, `GET ${path} HTTP/1.0\\r\\n${header}\\r\\n`, 'HTTP/1.? 200 ');
}

/** The first line of the answer begins like this; what it is instead is printed. */
function says(port: number, request: string, beginning: string): string {
  return [
    `exec 3<>/dev/tcp/127.0.0.1/${port} && printf '${request}' >&3`,
    'IFS= read -r -t 10 line <&3',
    `[[ $line == ${beginning.replaceAll(' ', '\\ ')}* ]] || { echo "\${line:-no answer}"; exit 1; }`,
  ].join(' && ');
}
