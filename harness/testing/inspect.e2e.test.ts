import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definitionYaml } from './definitions.ts';
import { ownedImages, removeImagesSince } from './real-engine.ts';
import { type Ended, type Invocation, Rig } from './rig.ts';

let rig: Rig;
let images: readonly string[];
let environment: string;
let url: string;

const up = z.tuple([z.object({ wikis: z.array(z.object({ dbname: z.string(), url: z.string() })) })]);

beforeAll(async () => {
  rig = await Rig.create('shared');
  images = await ownedImages();
  const yaml = definitionYaml({ next: '{ debian: { suite: trixie } }', suites: ['http'], languages: [] });
  environment = await rig.define('inspect', yaml);
  const ended = await rig.gm1('up', '--environment', environment, '--json');
  expect(ended.exitCode, ended.stderr).toBe(0);
  url = up.parse(JSON.parse(ended.stdout))[0].wikis[0]?.url ?? '';
});

afterAll(async () => {
  await rig.gm1('down', '--environment', 'rig');
  await removeImagesSince(images);
  await rig[Symbol.asyncDispose]();
});

function start(input: string | Buffer, command: string, ...args: readonly string[]): Invocation {
  return rig.startWith(input, command, '--environment', 'rig', ...args);
}

async function gm1(command: string, ...args: readonly string[]): Promise<Ended> {
  return start('', command, ...args).ended;
}

describe('mwscript', () => {
  test('takes standard input and arguments to the script and back', async () => {
    const edited = await start(
      'A *word*\n',
      'mwscript',
      'edit',
      '--wiki=testwiki',
      '-s',
      'by hand',
      'Inspected',
    ).ended;
    expect(edited.exitCode, edited.stderr).toBe(0);
    const { stdout } = await gm1('mwscript', 'getText', '--wiki=testwiki', 'Inspected');
    expect(stdout.trim()).toBe('A *word*');
  });

  test('ends as the script ends', async () => {
    expect((await start('exit( 7 );', 'mwscript', 'eval', '--wiki=testrtlwiki').ended).exitCode).toBe(7);
    const unknown = await gm1('mwscript', 'showSiteStats', '--wiki=nowiki');
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toMatch(
      /there is no wiki nowiki; there are: testwiki, testrtlwiki, testcommonswiki/,
    );
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends the script, too', async (signal) => {
    const script = start('fwrite( STDERR, "begun" ); sleep( 600 );', 'mwscript', 'eval', '--wiki=testwiki');
    expect(await script.says(/begun/)).toBe(true);
    script.kill(signal);
    const { exitCode, stderr } = await script.ended;
    expect(exitCode, stderr).toBe(130);
    const { stdout } = await gm1(
      'shell',
      '--',
      'sh',
      '-c',
      "cat /proc/[0-9]*/cmdline | grep -c 'MW[S]cript' || true",
    );
    expect(stdout.trim()).toBe('0');
  });
});

test('a script whose gm1 was killed goes on until gc ends it, and one of a living gm1 stays', async () => {
  const begin = async (wiki: string) => {
    const script = start('fwrite( STDERR, "begun" ); sleep( 600 );', 'mwscript', 'eval', `--wiki=${wiki}`);
    expect(await script.says(/begun/)).toBe(true);
    return script;
  };
  const living = await begin('testwiki');
  const killed = await begin('testrtlwiki');
  killed.kill('SIGKILL');
  await killed.ended;
  expect(await running()).toEqual(['--wiki=testrtlwiki', '--wiki=testwiki']);
  const command = 'app of rig (next)  php multiversion/MWScript.php eval';
  expect((await rig.gm1('gc', '--dry-run')).stdout).toContain(
    `Would end 1 command whose gm1 was killed:\n  ${command}\n`,
  );
  expect(await running()).toHaveLength(2);
  const { stdout, stderr } = await rig.gm1('gc', '--json');
  const gone = { environment: 'rig', track: 'next', service: 'app', command: command.split('  ')[1] };
  expect(JSON.parse(stdout).commands, stderr).toEqual([gone]);
  expect(await running()).toEqual(['--wiki=testwiki']);
  expect((await rig.gm1('gc')).stdout).not.toContain('whose gm1');
  living.kill('SIGTERM');
  expect(await living.ended).toMatchObject({ exitCode: 130 });
});

/** What each script that runs was given. */
async function running(): Promise<readonly string[]> {
  const list = 'for each in /proc/[0-9]*/cmdline; do tr "\\0" " " < $each; echo; done 2> /dev/null';
  const { stdout } = await gm1('shell', '--', 'sh', '-c', list);
  return [...stdout.matchAll(/^php multiversion\/MWScript\.php eval (\S+) $/gm)]
    .map(([, given = '']) => given)
    .sort();
}

describe('shell', () => {
  test('passes on bytes as they are', async () => {
    const bytes = randomBytes(1_000_000);
    const { stdout } = await start(bytes, 'shell', '--service', 'edge', '--', 'wc', '-c').ended;
    expect(stdout.trim()).toBe('1000000');
  });

  test('is on a terminal of the same size when there is one, and Ctrl-C is for what runs in it', async () => {
    // One process from the first word to the last: between two of bash's own, Ctrl-C would be for neither.
    const typed = "sh -c 'stty size; exec sleep 600'\n";
    const shell = rig.onTerminal(typed, 33, 99, 'shell', '--environment', 'rig');
    expect(await shell.prints(/33 99/)).toBe(true);
    shell.type('\u0003echo again; exit 6\n');
    const { exitCode, stdout } = await shell.ended;
    expect(exitCode, stdout).toBe(6);
    expect(stdout).toMatch(/^again/m);
  });
});

test.each([
  [[], 'page'],
  [['--cluster', 'x1'], ''],
])('sql reaches the cluster %j', async (options, table) => {
  const query = 'SELECT @@port AS port; SHOW TABLES LIKE "page"';
  const { stdout, stderr } = await gm1('sql', '--wiki=testwiki', '--json', ...options, query);
  const rows = z.array(z.record(z.string(), z.string())).parse(JSON.parse(stdout));
  expect(rows[0], stderr).toEqual({ port: table ? '3306' : '3307' });
  expect(rows.slice(1).flatMap(Object.values)).toEqual(table ? [table] : []);
});

test('jobs counts what a runner has given up', async () => {
  const insert =
    'INSERT INTO job (job_cmd, job_namespace, job_title, job_params, job_token, job_attempts, job_sha1) ' +
    "VALUES ('gm1Test', 0, 'X', '', 'token', 3, 'x')";
  expect(await gm1('sql', '--wiki=testrtlwiki', insert)).toMatchObject({ exitCode: 0 });
  expect(JSON.parse((await gm1('jobs', '--json')).stdout)).toContainEqual({
    wiki: 'testrtlwiki',
    type: 'gm1Test',
    waiting: 0,
    claimed: 0,
    abandoned: 1,
  });
});

test('mail shows what a wiki tried to send', async () => {
  const send = `UserMailer::send( new MailAddress( 'to@example.org' ), new MailAddress( 'from@example.org' ), 'Grüße', 'The body of it' );`;
  const sent = await start(send, 'mwscript', 'eval', '--wiki=testwiki').ended;
  expect(sent.exitCode, sent.stderr).toBe(0);
  expect((await gm1('mail', '--to', 'to@example.org')).stdout).toMatch(
    /^1 .* testwiki +to@example\.org +Grüße$/m,
  );
  expect((await gm1('mail', 'last')).stdout).toMatch(/^Subject: Grüße$[\s\S]*^The body of it$/m);
});

describe('logs', () => {
  test('find a request by its id', async () => {
    const id = await request('/wiki/Special:Version');
    const { stdout } = await gm1('logs', '--request', id, '--service', 'edge', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ wiki: 'testwiki', channel: 'access', requestId: id });
  });

  test('show what MediaWiki says, harmless on a terminal', async () => {
    const say = 'MediaWiki\\Logger\\LoggerFactory::getInstance( "gm1" )->error( "one\\x1b[2J\\ntwo" );';
    await start(say, 'mwscript', 'eval', '--wiki=testrtlwiki').ended;
    const { stdout } = await gm1('logs', '--level', 'error', '--wiki', 'testrtlwiki', '--since', '5m');
    expect(stdout).toMatch(/ app\/gm1 +error +testrtlwiki +\S+ +one two$/m);
    expect(stdout).not.toContain('\u001b');
  });

  test('of one service are those that it wrote, in a file that others write to, too', async () => {
    const say = (word: string) =>
      `MediaWiki\\Logger\\LoggerFactory::getInstance( "gm1" )->error( "${word}" );`;
    const script = ['php', 'multiversion/MWScript.php', 'eval', '--wiki=testwiki'];
    for (const service of ['app', 'debug', 'jobrunner'])
      await start(say(`said by ${service}`), 'shell', '--service', service, '--', ...script).ended;
    const { stdout } = await gm1('logs', '--service', 'jobrunner', '--level', 'error', '--since', '5m');
    expect(stdout).toMatch(/ jobrunner\/gm1 .* said by jobrunner$/m);
    expect(stdout).not.toMatch(/said by (app|debug)/);
  });

  test('are followed over the restart of the service that they are read from, until Ctrl-C', async () => {
    const following = start('', 'logs', '--follow', '--json');
    const first = await request('/wiki/Main_Page');
    expect(await following.prints(new RegExp(first))).toBe(true);
    await execa('docker', ['restart', '--time', '1', await containerOf('edge')]);
    await expect.poll(() => request('/wiki/Main_Page').catch(() => ''), { timeout: 20_000 }).not.toBe('');
    const second = await request('/wiki/Special:Version');
    expect(await following.prints(new RegExp(second))).toBe(true);
    following.kill('SIGINT');
    const { exitCode, stdout, stderr } = await following.ended;
    expect(exitCode, stderr).toBe(130);
    expect(stdout.split('\n').filter((line) => line.includes(first)).length).toBe(1);
  });
});

test('status says how each service is', async () => {
  const service = z.object({
    name: z.string(),
    state: z.string(),
    restarted: z.boolean(),
    memory: z.number(),
  });
  const statuses = z
    .array(z.object({ services: z.array(service) }))
    .parse(JSON.parse((await gm1('status', '--json')).stdout));
  const services = statuses[0]?.services ?? [];
  expect(Math.min(...services.map(({ memory }) => memory))).toBeGreaterThan(500_000);
  expect(new Set(services.map(({ state }) => state))).toEqual(new Set(['running']));
  expect(services.filter(({ restarted }) => restarted).map(({ name }) => name)).toEqual(['edge']);
});

test('open prints the address of a wiki', async () => {
  expect(await gm1('open')).toMatchObject({ exitCode: 0, stdout: `${url}/wiki/\n` });
});

/** The id that the edge gave to a request for a page of testwiki. */
async function request(path: string): Promise<string> {
  const answer = await fetch(`${url}${path}`);
  await answer.arrayBuffer();
  return answer.headers.get('x-request-id') ?? '';
}

async function containerOf(service: string): Promise<string> {
  const labels = ['gm1=rig', `gm1.home=${rig.home}`, `gm1.service=${service}`];
  const filters = labels.flatMap((label) => ['--filter', `label=${label}`]);
  return (await execa('docker', ['ps', '--quiet', ...filters])).stdout.trim();
}
