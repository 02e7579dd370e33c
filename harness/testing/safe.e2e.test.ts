import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { healthChecks } from '../environment/health-checks.ts';
import { serviceNames } from '../environment/services.ts';
import { definitionYaml } from './definitions.ts';
import { Neighbour } from './neighbour.ts';
import { attempt, attempts, clients } from './php-clients.ts';
import { Rig } from './rig.ts';
import { RunningServices } from './running-services.ts';
import { readTimed, timed } from './timed-command.ts';
import { Visitor } from './visitor.ts';

let rig: Rig;
let services: RunningServices;
let other: RunningServices;
let url: string;
let environment: string;
let neighbour: Neighbour;

/** Something of this machine that no container may reach. */
const server = createServer((_request, response) => response.end('reached'));

beforeAll(async () => {
  rig = await Rig.create('shared');
  const yaml = definitionYaml({ next: '{ debian: { suite: trixie } }', suites: ['http'], languages: [] });
  environment = await rig.define('safe', yaml);
  const up = await rig.gm1('up', '--track', 'both', '--environment', environment);
  expect(up.exitCode, up.stderr).toBe(0);
  services = await RunningServices.find(rig.home, 'rig', 'next');
  other = await RunningServices.find(rig.home, 'rig', 'train');
  url = (await services.wikis())[0]?.url ?? '';
  neighbour = await Neighbour.start(rig.home, await services.imageOf('memcached'));
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
});

afterAll(async () => {
  server.close();
  await neighbour?.[Symbol.asyncDispose]();
  await rig?.gm1('down', '--environment', 'rig');
  await rig?.[Symbol.asyncDispose]();
});

const inDebug = { 'X-Wikimedia-Debug': 'backend=debug' };

function isPort(address: unknown): address is AddressInfo {
  return typeof address === 'object' && address !== null && 'port' in address;
}

/** Addresses that are none of the environment's: of the world, of this machine, of the other track. */
async function outside(): Promise<readonly string[]> {
  const address = server.address();
  const port = isPort(address) ? address.port : 0;
  const { stdout } = await execa('docker', ['network', 'ls', '-q', '--filter', `label=gm1.home=${rig.home}`]);
  const gateways = await execa('docker', [
    'network',
    'inspect',
    ...stdout.split('\n'),
    '--format',
    '{{range .IPAM.Config}}{{.Gateway}}{{end}}',
  ]);
  const own = Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map((each) => each.address),
  );
  const machine = [...new Set([...gateways.stdout.split('\n'), ...own])].map((host) => `${host}/${port}`);
  const neighbours = await execa('docker', [
    'inspect',
    ...(['database', 'web', 'edge'] as const).map((service) => other.container(service)),
    '--format',
    '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}',
  ]);
  const [database = '', web = '', ...edge] = neighbours.stdout.split(/\s+/).filter(Boolean);
  return [
    '192.0.2.77/80',
    '1.1.1.1/443',
    '169.254.169.254/80',
    '2606:4700:4700::1111/443',
    ...machine,
    `${database}/3306`,
    `${web}/8080`,
    ...edge.map((address) => `${address}/8101`),
    `${neighbour.address}/${neighbour.port}`,
  ];
}

describe('what is outside', () => {
  test.each(serviceNames)('is reached by no address from %s, and fails at once', async (service) => {
    const targets = await outside();
    const script = targets
      .map(
        (target) =>
          `start=$EPOCHREALTIME; timeout 4 bash -c 'exec 3<>/dev/tcp/${target}' 2>/dev/null && word=reached || word=refused; echo "${target} $word $(( (\${EPOCHREALTIME/./} - \${start/./}) / 1000 ))"`,
      )
      .join('\n');
    const { output } = await services.run(service, script);
    const answers = output.split('\n').map((line) => line.split(' '));
    expect(answers.map(([target]) => target)).toEqual(targets);
    expect(answers.filter(([, word]) => word !== 'refused')).toEqual([]);
    expect(answers.filter(([, , milliseconds]) => Number(milliseconds) > 1000)).toEqual([]);
  });

  test.each(serviceNames)('has no name in %s, whose own services have one', async (service) => {
    const theirs = await other.nameOf('web');
    const unknown = ['example.org', 'nowhere', neighbour.name, neighbour.alias, theirs];
    const lookups = unknown.flatMap((name) => [`hosts ${name}`, `ahostsv4 ${name}`, `ahostsv6 ${name}`]);
    const { output } = await services.run(service, lookups.map((each) => timed(`getent ${each}`)).join('\n'));
    const answers = readTimed(output);
    expect(answers.map(({ what }) => what)).toEqual(lookups.map((each) => `getent ${each}`));
    expect(answers.filter(({ succeeded, seconds }) => succeeded || seconds > 0.5)).toEqual([]);
    const names = serviceNames.map((name) => `getent hosts ${name} > /dev/null && echo ${name}`).join('; ');
    expect((await services.run(service, names)).output.split('\n')).toEqual(serviceNames);
  });

  test.each(['app', 'debug', 'jobrunner'] as const)('has no name for PHP in %s', async (service) => {
    const code =
      '$t = microtime( true ); echo gethostbyname( "example.org" ), " ", microtime( true ) - $t < 0.5 ? "at once" : "late";';
    expect((await services.run(service, `php -r '${code}'`)).output).toBe('example.org at once');
  });

  test('is refused to PHP at once, and every attempt is a finding', async () => {
    const said = await services.php('testwiki', [...clients, ...attempts.map(attempt)].join('\n'));
    const answers = [...said.matchAll(/^(\w+) (failed|got .*) after (\d+) ms$/gm)];
    expect(
      answers.map(([, name]) => name),
      said,
    ).toEqual(attempts.map(({ client }) => client));
    expect(answers.filter(([, , result]) => result !== 'failed')).toEqual([]);
    expect(answers.filter(([, , , milliseconds]) => Number(milliseconds) > 1000)).toEqual([]);
    const found = (await services.log('mediawiki.ndjson')).filter(({ channel }) => channel === 'containment');
    expect(found).toMatchObject(
      attempts.map(({ caller, host, target }) => ({
        level: 'error',
        service: 'app',
        wiki: 'testwiki',
        message: `${caller} asked for ${host}, which is outside the environment`,
        context: { caller, host, target },
      })),
    );
    expect(new Set(found.map(({ reqId }) => reqId)).size).toBe(1);
    expect(found[0]?.reqId).toMatch(/^[0-9a-f]{24}$/);
    const logs = await rig.gm1('logs', '--level', 'error', '--track', 'next', '--environment', 'rig');
    for (const { caller, host } of attempts)
      expect(logs.stdout.split('\n')).toContainEqual(expect.stringContaining(`${caller} asked for ${host},`));
  });

  test('is refused to the sockets of PHP, whose warnings are logged all the same', async () => {
    const said = await services.php('testwiki', `fsockopen( 'loud.example.org', 80, $code, $message, 3 );`);
    const found = (await services.log('mediawiki.ndjson')).filter(({ message }) =>
      /loud/.test(String(message)),
    );
    expect(
      found.map(({ channel, message }) => `${channel}: ${message}`),
      said,
    ).toEqual([
      expect.stringMatching(/^error: .*fsockopen\(\): .*getaddrinfo/),
      'containment: fsockopen asked for loud.example.org, which is outside the environment',
      expect.stringMatching(/^error: .*fsockopen\(\): Unable to connect to loud\.example\.org:80/),
    ]);
  });

  test('is not what a service of the environment is that does not answer', async () => {
    const before = (await services.log('mediawiki.ndjson')).length;
    const ports = [`'database'`, `gethostbyname( 'memcached' )`, `'localhost'`, `'unix:///run/none.sock'`];
    await services.php('testwiki', ports.map((host) => `fsockopen( ${host}, 9 );`).join('\n'));
    const found = (await services.log('mediawiki.ndjson')).slice(before);
    expect(found.map(({ channel }) => channel)).toEqual(ports.map(() => 'error'));
  });

  test('has no address, which PHP takes without a word, and so is no finding', async () => {
    const before = (await services.log('mediawiki.ndjson')).length;
    const said = await services.php(
      'testwiki',
      `echo json_encode( [ gethostbyname( 'a.example.org' ), dns_get_record( 'a.example.org', DNS_A ) ] );`,
    );
    expect(said).toContain('["a.example.org",[]]');
    expect((await services.log('mediawiki.ndjson')).slice(before)).toEqual([]);
  });

  test('is not what a wiki of the farm is to another, whatever the client', async () => {
    const [, second] = await services.wikis();
    const target = `${second?.api}?action=query&meta=siteinfo&format=json`;
    const inside = ['factory', 'multi', 'guzzle', 'curl'];
    const lines = inside.map((client) => attempt({ client, target }));
    const said = await services.php('testwiki', [...clients, ...lines].join('\n'));
    expect([...said.matchAll(/^(\w+) got (.{14})/gm)].map(([, client, start]) => [client, start])).toEqual(
      inside.map((client) => [client, '{"batchcomplet']),
    );
    const found = (await services.log('mediawiki.ndjson')).filter(({ channel }) => channel === 'containment');
    expect(found.filter(({ message }) => /127\.0\.0\.1/.test(String(message)))).toEqual([]);
  });

  test('may not speak to the environment but through its loopback ports', async () => {
    for (const service of serviceNames) {
      const bindings = [...(await services.inspect(service)).matchAll(/"HostIp": "([^"]*)"/g)];
      expect(bindings.map(([, address]) => address).filter((address) => address !== '127.0.0.1')).toEqual([]);
    }
  });
});

describe('every container', () => {
  test.each(serviceNames)(
    '%s runs its processes without root, capabilities and new privileges',
    async (service) => {
      const facts = `for process in /proc/[0-9]*; do
      case "$(tr '\\0' ' ' < $process/cmdline 2>/dev/null)" in ''|bash\\ -c*) continue;; esac
      awk '/^(Uid|CapEff|CapPrm|CapBnd|NoNewPrivs)/{printf "%s ", $2}' $process/status; echo; done`;
      const processes = (await services.run(service, facts)).output.split('\n').filter(Boolean);
      expect(processes.length).toBeGreaterThan(0);
      for (const line of processes) expect(line).toMatch(/^[1-9]\d* 0{16} 0{16} 0{16} 1 $/);
    },
  );

  test.each(serviceNames)('%s gives a shell to its own user, who has no capability', async (service) => {
    const script = 'id -u; grep CapEff /proc/self/status';
    const command = ['shell', '--service', service, '--track', 'next', '--environment', 'rig'];
    const { stdout, stderr } = await rig.gm1(...command, '--', 'sh', '-c', script);
    expect(stdout, stderr).toMatch(/^[1-9]\d*\nCapEff:\t0{16}\n$/);
  });

  test.each(serviceNames)('%s has limits of memory and processes', async (service) => {
    const [{ HostConfig: limits }] = JSON.parse(await services.inspect(service));
    expect(limits.Memory).toBeGreaterThan(0);
    expect(limits.MemorySwap).toBe(limits.Memory);
    expect(limits.PidsLimit).toBeGreaterThan(0);
    expect(limits.Privileged).toBe(false);
    expect(limits.SecurityOpt).toEqual(['no-new-privileges']);
  });

  test.each(['app', 'debug', 'web', 'jobrunner'] as const)(
    '%s can write where it has to and nowhere else',
    async (service) => {
      const script = String.raw`find / -xdev \( -path /proc -o -path /sys -o -path /dev \) -prune -o -writable -type d -print 2>/dev/null
        find /srv/mediawiki /etc /usr -writable -not -type l -print 2>/dev/null`;
      expect((await services.run(service, script)).output.split('\n').sort()).toEqual([
        '/run/gm1',
        '/run/lock',
        '/run/php',
        '/srv/uploads',
        '/tmp',
        '/var/lib/php/sessions',
        '/var/log/gm1',
        '/var/tmp',
      ]);
    },
  );

  test.each(serviceNames)('%s says that it is healthy', async (service) => {
    const { runIn, command } = healthChecks[service];
    const [, , script = ''] = command;
    expect(await services.run(runIn, script)).toMatchObject({ exitCode: 0 });
  });

  test('a check says what is wrong', async () => {
    const [, , script = ''] = healthChecks.app.command;
    await execa('docker', ['pause', services.container('memcached')]);
    try {
      expect(await services.run('web', script)).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/^HTTP\/1\.. 503 /),
      });
    } finally {
      await execa('docker', ['unpause', services.container('memcached')]);
    }
  });
});

describe('secrets', () => {
  test('are in no image, environment, process list, log or report', async () => {
    const secrets = await services.secrets();
    expect(secrets.length).toBeGreaterThanOrEqual(5);
    await Visitor.logIn(rig.home, 'rig', `${url}/w/api.php`, 'sysop', 'Admin');
    const places = new Map<string, string>();
    for (const service of serviceNames) {
      const inspected = await services.inspect(service);
      const [{ Image }] = JSON.parse(inspected);
      const list = 'for process in /proc/[0-9]*; do tr "\\0" " " < $process/cmdline; echo; done';
      places.set(`inspect ${service}`, inspected);
      places.set(`processes of ${service}`, (await services.run(service, list)).output);
      places.set(`output of ${service}`, await textOf('docker', 'logs', services.container(service)));
      places.set(`image of ${service}`, await textOf('docker', 'image', 'inspect', Image));
      places.set(`history of ${service}`, await textOf('docker', 'history', '--no-trunc', Image));
    }
    places.set('processes of the machine', await textOf('ps', '-eo', 'args', '-ww'));
    places.set('logs', (await services.run('app', 'cat /var/log/gm1/*')).output);
    places.set('status', (await rig.gm1('status', '--json')).stdout);
    for (const [place, text] of places) {
      expect(text.length, place).toBeGreaterThan(place.startsWith('output') ? -1 : 10);
      expect(
        secrets.filter((secret) => text.includes(secret)),
        place,
      ).toEqual([]);
    }
  });
});

async function textOf(program: string, ...args: readonly string[]): Promise<string> {
  return (await execa(program, args, { all: true })).all;
}

describe('the debug service', () => {
  test('answers who names a backend, and shows what nobody else sees', async () => {
    for (const show of ['php', 'fpm', 'mail']) {
      expect((await fetch(`${url}/w/debug.php?show=${show}`)).status).toBe(404);
      expect((await fetch(`${url}/w/debug.php?show=${show}`, { headers: inDebug })).status).toBe(200);
    }
    for (const path of ['/fpm-status', '/fpm-ping', '/server-status', '/healthz']) {
      expect((await fetch(url + path)).status, path).toBe(404);
      expect((await fetch(url + path, { headers: inDebug })).status, path).toBe(404);
    }
  });

  test('answers nobody else', async () => {
    const without = await fetch(`${url}/wiki/Main_Page`, {
      headers: { 'X-Wikimedia-Debug': 'log; readonly' },
    });
    expect(without.headers.get('x-gm1-debug')).toBeNull();
    expect(without.headers.get('vary')).not.toContain('Debug');
  });

  test('refuses edits with readonly, until the header expires', async () => {
    const ask = async (header: string) => {
      const headers = { 'X-Wikimedia-Debug': `backend=debug; ${header}` };
      const info = `${url}/w/api.php?action=query&meta=siteinfo&format=json&formatversion=2`;
      return JSON.stringify(await (await fetch(info, { headers })).json()).includes('"readonly":true');
    };
    expect(await ask('readonly')).toBe(true);
    expect(await ask('log')).toBe(false);
    expect(await ask('readonly; expire=1000000000')).toBe(false);
  });

  test('keeps every word of one request with log, and no other', async () => {
    const headers = { 'X-Wikimedia-Debug': 'backend=debug; log' };
    const id = (await fetch(`${url}/wiki/Main_Page`, { headers })).headers.get('x-request-id');
    const other = (await fetch(`${url}/wiki/Main_Page`, { headers: inDebug })).headers.get('x-request-id');
    const lines = await services.log('debug.ndjson');
    expect(lines.filter(({ reqId, level }) => reqId === id && level === 'debug').length).toBeGreaterThan(10);
    expect(lines.filter(({ reqId }) => reqId === other)).toEqual([]);
  });

  test('gives the samples of a request with profile', async () => {
    const headers = { 'X-Wikimedia-Debug': 'backend=debug; profile' };
    const answer = await fetch(`${url}/wiki/Special:Version`, { headers });
    const where = /profile=(\S+)/.exec(answer.headers.get('x-gm1-debug') ?? '')?.[1];
    await answer.text();
    await expect
      .poll(async () => (await fetch(url + where, { headers: inDebug })).text())
      .toMatch(/SpecialVersion.* \d+$/m);
  });
});

describe('a job is logged with the id of the request that queued it', () => {
  const jobQueues = 'MediaWiki\\MediaWikiServices::getInstance()->getJobQueueGroup()';

  /** Gives the id of the request. */
  async function queue(type: string, parameters: string): Promise<string> {
    const id = `test-${crypto.randomUUID()}`;
    const said = await services.php(
      'testwiki',
      `MediaWiki\\Http\\Telemetry::getInstance()->overrideRequestId( '${id}' );
${jobQueues}->push( new JobSpecification( '${type}', ${parameters} ) );
echo 'queued';`,
    );
    expect(said).toContain('queued');
    return id;
  }

  async function channelsOf(id: string): Promise<readonly unknown[]> {
    const records = await services.log('mediawiki.ndjson');
    return records.filter(({ reqId }) => reqId === id).map(({ channel }) => channel);
  }

  test('when it fails', async () => {
    const id = await queue('sendMail', "[ 'to' => 'nobody' ]");
    await expect.poll(() => channelsOf(id), { timeout: 15_000, interval: 300 }).toContain('runJobs');
  });

  test('when its process is killed, and those after it are run', async () => {
    const id = await queue('null', "[ 'usleep' => 600000000 ]");
    const begun = `echo 'begun: ' . iterator_count( ${jobQueues}->get( 'null' )->getAllAcquiredJobs() );`;
    await expect
      .poll(() => services.php('testwiki', begun), { timeout: 15_000, interval: 300 })
      .toContain('begun: 1');
    const killed = await services.run('jobrunner', 'pkill -KILL -P "$(pgrep -P 1 php)"');
    expect(killed).toMatchObject({ exitCode: 0 });
    await expect.poll(() => channelsOf(id), { timeout: 15_000, interval: 300 }).toEqual(['job']);

    const after = await queue('sendMail', "[ 'to' => 'nobody' ]");
    await expect.poll(() => channelsOf(after), { timeout: 15_000, interval: 300 }).toContain('runJobs');
  });
});

describe('an uploaded file', () => {
  const code = '<?php echo "ran ", 6 * 7; ?>';

  test('is refused by its name or content when it might run', async () => {
    const { api } = (await services.wikis()).find(({ dbname }) => dbname === 'testcommonswiki') ?? {
      api: '',
    };
    const visitor = await Visitor.logIn(rig.home, 'rig', api, 'sysop', 'Admin');
    const gif = `GIF89a\u0001\u0000\u0001\u0000\u0080\u0000\u0000${code}`;
    for (const [name, content] of [
      ['X.php', code],
      ['X.php.png', code],
      ['X.phtml', code],
      ['.htaccess', 'AddHandler application/x-httpd-php .png'],
      ['Polyglot.gif', gif],
      ['Polyglot.svg', `<svg xmlns="http://www.w3.org/2000/svg"><script>1</script>${code}</svg>`],
    ] as const) {
      const answer = await visitor.upload(name, content);
      expect(JSON.stringify(answer), name).toMatch(/"(error|warnings)"/);
    }
  });

  test('is data when it lies there all the same', async () => {
    const names = ['x.php', 'x.php.png', 'x.phtml', 'x.phar', 'a/b/x.PHP', 'index.php'];
    const script = names
      .map((name) => `mkdir -p "$(dirname ${name})" && printf '%s' '${code}' > ${name}`)
      .join(' && ');
    const access =
      'printf "SetHandler proxy:fcgi://app:9000\\nAddHandler application/x-httpd-php .png\\nOptions +ExecCGI" > .htaccess';
    const put = await services.run('app', `cd /srv/uploads/testwiki && ${script} && ${access}`);
    expect(put.exitCode, put.output).toBe(0);
    for (const name of [...names, 'x.php/more', 'x.php.png/x.php']) {
      for (const headers of [{}, inDebug]) {
        const answer = await fetch(`${url}/uploads/testwiki/${name}`, { headers });
        expect(await answer.text(), name).not.toContain('ran 42');
        if (answer.ok) expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      }
    }
    expect((await fetch(`${url}/uploads/testwiki/.htaccess`)).status).toBe(403);
    expect((await fetch(`${url}/w/..%2f..%2fuploads/testwiki/x.php`)).ok).toBe(false);
  });
});

test('the secrets of a run are in nothing that it leaves', async () => {
  // Engines have room for some 15 tracks in all.
  await rig.gm1('down', '--environment', 'rig');
  const run = rig.start('run', '--environment', environment, '--json');
  if (!(await run.says(/http +started/))) expect.fail((await run.ended).stderr);
  const [id = ''] = await readdir(join(rig.home, 'runs'));
  const found = await Promise.all(
    (['train', 'next'] as const).map((track) => RunningServices.find(rig.home, id, track)),
  );
  const secrets = (await Promise.all(found.map((each) => each.secrets()))).flat();
  expect(secrets.length).toBeGreaterThanOrEqual(10);
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(0);
  const files = await filesBelow(join(rig.home, 'runs', id));
  // The record, the logs and the report are among what is searched.
  const names = [...files.keys()].map((path) => basename(path));
  expect(names).toEqual(
    expect.arrayContaining(['run.json', 'events.ndjson', 'environment.json', 'records.ndjson', 'index.html']),
  );
  const places = [
    ...files,
    ['standard output', Buffer.from(stdout)],
    ['standard error', Buffer.from(stderr)],
  ] as const;
  const leaks = places.filter(([, content]) => secrets.some((secret) => content.includes(secret)));
  expect(leaks.map(([place]) => place)).toEqual([]);
});

async function filesBelow(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)));
}
