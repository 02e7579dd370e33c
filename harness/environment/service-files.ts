import type { Wiki } from '../core/environment-record.ts';
import type { Track } from '../core/track.ts';
import { accountNames, hashPassword, personas, type Secrets } from './secrets.ts';

export interface Farm {
  readonly environment: string;
  readonly track: Track;
  readonly cookiePrefix: string;
  readonly wikis: readonly Wiki[];
}

/** `/etc/gm1/farm.json`, as `multiversion/Farm.php` reads it. */
export function farmFile({ wikis, ...farm }: Farm): string {
  const byName = wikis.map(({ dbname, url, lang, shape }) => [dbname, { url, lang, shape }]);
  return JSON.stringify({ ...farm, wikis: Object.fromEntries(byName) });
}

/** `/etc/gm1/secrets.json`, as `multiversion/Farm.php` reads it. */
export function secretsFile({ databasePassword, secretKey }: Secrets): string {
  return JSON.stringify({ databasePassword, secretKey });
}

/** What the database server runs before it answers: the wikis' user, in a server that may be new. */
export function installSql({ databasePassword }: Secrets): string {
  return [
    "CREATE USER IF NOT EXISTS 'wiki'@'%';",
    `ALTER USER 'wiki'@'%' IDENTIFIED BY '${databasePassword}';`,
    "GRANT ALL PRIVILEGES ON *.* TO 'wiki'@'%';",
    '',
  ].join('\n');
}

/** What the second server, x1, runs before it answers: as `installSql`, and a database for each wiki, with no tables yet. */
export function extensionClusterSql(wikis: readonly Wiki[], secrets: Secrets): string {
  const databases = wikis.map(({ dbname }) => `CREATE DATABASE IF NOT EXISTS \`${dbname}\`;`);
  return `${installSql(secrets)}${databases.join('\n')}\n`;
}

/** As `installSql`, and the accounts' passwords: all environments share a seed, none a secret. */
export function initSql(wikis: readonly Wiki[], secrets: Secrets): string {
  const updates = personas.flatMap((persona) => {
    const hash = hashPassword(secrets.passwords[persona]);
    return wikis.map(
      ({ dbname }) =>
        `UPDATE \`${dbname}\`.user SET user_password = '${hash}', user_password_expires = NULL` +
        ` WHERE user_name = '${accountNames[persona]}';`,
    );
  });
  return `${installSql(secrets)}${updates.join('\n')}\n`;
}

/** The port inside the edge service on which the wiki at this place of the farm is served. */
export function edgePort(index: number): number {
  return 8101 + index;
}

/** A server block of the edge proxy. It makes the request's id, so that logs of all services can be joined. */
export function edgeServer(dbname: string, port: number): string {
  return `server {
    listen ${port};
    set $gm1_wiki "${dbname}";
    access_log /var/log/gm1/access.ndjson access;

    location / {
        set $gm1_web "http://web:8080";
        proxy_pass $gm1_web;
        proxy_set_header Host $http_host;
        proxy_set_header Connection "";
        proxy_set_header X-Request-Id $request_id;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
    }
}
`;
}
