import { Client } from 'pg';
import type { ImageBuilder } from '../image/builder.ts';
import type { EngineApi } from '../providers/docker/engine.ts';
import { startService } from './service-container.ts';

export interface RealPostgres extends AsyncDisposable {
  /** Makes a database of its own and gives its URL. */
  makeDatabase(): Promise<string>;
}

/** Starts Debian's PostgreSQL in a container; its data go with it. */
export async function startPostgres(api: EngineApi, builder: ImageBuilder): Promise<RealPostgres> {
  const service = await startService(api, builder, {
    package: 'postgresql',
    port: 5432,
    script,
    data: ['/srv', 1_000_000_000],
    answers,
  });
  return {
    makeDatabase: () => makeDatabase(service.host),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

/** Sorted as people do, not by bytes as in SQLite: no query may depend on that. */
const script = `
bin=$(echo /usr/lib/postgresql/*/bin)
as_postgres="setpriv --reuid=postgres --regid=postgres --clear-groups"
install -d -o postgres /srv/data
printf secret > /srv/password
chmod 644 /srv/password
$as_postgres "$bin/initdb" --pgdata=/srv/data --auth=scram-sha-256 --pwfile=/srv/password --no-sync \\
  --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en
echo 'host all all all scram-sha-256' >> /srv/data/pg_hba.conf
exec $as_postgres "$bin/postgres" -D /srv/data -c listen_addresses='*' -c fsync=off -c unix_socket_directories=''
`;

function urlOf(host: string, database: string): string {
  return `postgresql://postgres:secret@${host}/${database}`;
}

async function makeDatabase(host: string): Promise<string> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: urlOf(host, 'postgres') });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  return urlOf(host, name);
}

async function answers(host: string): Promise<boolean> {
  const client = new Client({ connectionString: urlOf(host, 'postgres') });
  client.on('error', () => {});
  const connected = await client.connect().then(
    () => true,
    () => false,
  );
  await client.end();
  return connected;
}
