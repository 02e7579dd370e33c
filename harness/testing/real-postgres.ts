import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { ImageBuilder } from '../image/builder.ts';
import type { EngineApi } from '../providers/docker/engine.ts';
import { unwrap } from './unwrap.ts';

export interface RealPostgres extends AsyncDisposable {
  /** Makes a database of its own and gives its URL. */
  makeDatabase(): Promise<string>;
}

const image = 'gm1/test-postgres:trixie';

/** Starts Debian's PostgreSQL in a container; its data go with it. Installs it when it was never used before. */
export async function startPostgres(api: EngineApi, builder: ImageBuilder): Promise<RealPostgres> {
  if (!unwrap(await builder.find(image))) await install(builder);
  const container = await api.createContainer({
    Image: image,
    Labels: { gm1: 'build' },
    Cmd: ['sh', '-ec', script],
    ExposedPorts: { '5432/tcp': {} },
    HostConfig: {
      PortBindings: { '5432/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] },
      Tmpfs: { '/srv': 'size=1000000000' },
    },
  });
  const remove = async () => void (await container.remove({ force: true, v: true }));
  try {
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const host = `127.0.0.1:${NetworkSettings.Ports['5432/tcp']?.[0]?.HostPort}`;
    await untilItAnswers(urlOf(host, 'postgres'));
    return { makeDatabase: () => makeDatabase(host), [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function install(builder: ImageBuilder): Promise<void> {
  const signal = AbortSignal.timeout(240_000);
  const base = unwrap(await builder.base('trixie', signal));
  const directory = await mkdtemp(join(tmpdir(), 'gm1-postgres-'));
  const packages = 'apt-get -q update && apt-get -q install -y --no-install-recommends postgresql';
  await writeFile(join(directory, 'Containerfile'), `FROM ${base.ref}\nRUN ${packages}\n`);
  unwrap(
    await builder.fromContainerfile({ ref: image, directory, args: {}, labels: { gm1: 'build' }, signal }),
  );
  await rm(directory, { recursive: true });
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

async function untilItAnswers(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    const answers = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end();
    if (answers) return;
    if (Date.now() > deadline) throw new Error('PostgreSQL does not answer.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
