import { personas, type Wiki } from '../core/environment-record.ts';
import type { Track } from '../core/track.ts';
import { accountNames, hashPassword, type Secrets, seededSecondFactor } from './secrets.ts';

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
  return `${installSql(secrets)}${[...databases, ...secondFactorSql(wikis, secrets)].join('\n')}\n`;
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
  return `${installSql(secrets)}${[...updates, ...secondFactorSql(wikis, secrets)].join('\n')}\n`;
}

/** Where the versions of OATHAuth keep their keys, on either cluster: table and column. */
const secondFactorPlaces = [
  ['oathauth_devices', 'oad_data'],
  ['oathauth_users', 'data'],
] as const;

/** Puts the environment's second factor where the seed has a stand-in, in those of the tables that a wiki has. */
function secondFactorSql(wikis: readonly Wiki[], { secondFactor }: Secrets): readonly string[] {
  const pairs = [
    [seededSecondFactor.secret, secondFactor.secret],
    ...seededSecondFactor.recoveryCodes.map((code, index) => [code, secondFactor.recoveryCodes[index]]),
  ];
  return wikis.flatMap(({ dbname }) =>
    secondFactorPlaces.flatMap(([table, column]) => {
      const value = pairs.reduce<string>(
        (inner, [from, to]) => `REPLACE(${inner}, '${from}', '${to}')`,
        column,
      );
      const tables = `information_schema.tables WHERE table_schema = '${dbname}' AND table_name = '${table}'`;
      const update = `UPDATE \`${dbname}\`.${table} SET ${column} = ${value}`;
      return [
        `SET @statement = IF(EXISTS (SELECT 1 FROM ${tables}), "${update}", "DO 0");`,
        'EXECUTE IMMEDIATE @statement;',
      ];
    }),
  );
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

    set $gm1_web "http://web:8080";
    proxy_set_header Host $http_host;
    proxy_set_header Connection "";
    proxy_set_header X-Request-Id $request_id;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;

    location / {
        proxy_pass $gm1_web;
    }
    # Where it has a cache, nginx keeps conditions and ranges of a request to itself, whatever it caches of the answer.
    location = /w/load.php {
        proxy_cache load;
        proxy_pass $gm1_web;
    }
}
`;
}
