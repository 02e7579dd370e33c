import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import { failed, ok } from '../core/failure.ts';
import type { DamagedTrack } from '../environment/environments.ts';
import { serviceNames } from '../environment/services.ts';
import { callGm1 } from '../testing/command-call.ts';
import { MemoryProvider } from '../testing/memory-provider.ts';
import { sampleBuild, sampleEnvironment } from '../testing/sample-run.ts';
import type { Services } from './context.ts';

let provider: MemoryProvider;
let records: readonly EnvironmentRecord[];
let damaged: readonly DamagedTrack[];
let executed: { service: string; track: string; command: readonly string[]; input: string | undefined }[];

beforeEach(() => {
  provider = new MemoryProvider();
  provider.onExecute = ({ service, track }, command, input) => {
    executed.push({ service, track, command, input });
    return {};
  };
  executed = [];
  [records, damaged] = [[], []];
  up('next');
});

function up(track: 'train' | 'next', more: Partial<EnvironmentRecord> = {}): void {
  records = [...records, { ...sampleEnvironment(track), ...more }];
  for (const service of serviceNames)
    provider.services.push({ environment: 'sample', track, service, image: 'i', state: 'running' });
}

function gm1(args: readonly string[], stdin?: string, more: Partial<Services> = {}) {
  const [command = '', ...rest] = args;
  const services: Partial<Services> = {
    environments: async (asked) => {
      const isAsked = ({ name }: { readonly name: string }) => asked === undefined || name === asked;
      return ok({ records: records.filter(isAsked), damaged: damaged.filter(isAsked) });
    },
    provider: async () => ok(provider),
    buildRecords: async () => [sampleBuild('next')],
    loadDefinition: async (name) =>
      failed({ kind: 'usage', what: `There is no environment ${name}.`, next: 'Name another.' }),
    clock: { now: () => new Date('2026-11-22T16:00:00Z'), seconds: () => 0 },
    ...more,
  };
  const place = command === 'status' ? [] : ['--environment', 'sample'];
  return callGm1([command, ...place, ...rest], { services, ...(stdin !== undefined && { stdin }) });
}

describe('the track', () => {
  const trackOf = async (...options: readonly string[]) => {
    await gm1(['shell', ...options, '--', 'true']);
    return executed.at(-1)?.track;
  };

  test('is the one that is up', async () => {
    records = [];
    up('train');
    expect(await trackOf()).toBe('train');
  });

  test('is next when both are up, unless the other is asked for', async () => {
    up('train');
    expect(await trackOf()).toBe('next');
    expect(await trackOf('--track', 'train')).toBe('train');
  });

  test('is the one that runs rather than the one that stopped', async () => {
    records = [{ ...sampleEnvironment('next'), state: 'stopped' }];
    up('train', { state: 'degraded' });
    expect(await trackOf()).toBe('train');
  });

  test('is read when nothing runs any more, but rather the one that runs', async () => {
    const copied: string[] = [];
    provider.onCopyOut = async ({ track }) => void copied.push(track);
    records = [{ ...sampleEnvironment('next'), state: 'stopped' }];
    await gm1(['mail']);
    up('train');
    await gm1(['logs']);
    expect(copied).toEqual(['next', 'train']);
  });

  test('is found although the record of the other is damaged, which is said where it was asked for', async () => {
    const failure = { kind: 'infrastructure', what: 'It is no record.', next: 'Remove it.' } as const;
    damaged = [{ name: 'sample', track: 'train', failure }];
    expect(await trackOf()).toBe('next');
    const { exitCode, stderr } = await gm1(['shell', '--track', 'train', '--', 'true']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: 'gm1: It is no record. Remove it.\n' });
  });

  test.each<[readonly EnvironmentRecord['state'][], readonly string[], string]>([
    [
      [],
      ['--track', 'train'],
      'The environment sample (train) is not up. Start it with `gm1 up --track train',
    ],
    [['stopped'], [], 'The environment sample (next) is stopped. Start it with `gm1 up --track next'],
  ])('that is not up is said to be so: %j %j', async (states, options, sentence) => {
    records = [{ ...sampleEnvironment('next'), name: 'sample' }].map((each) => ({
      ...each,
      state: states[0] ?? each.state,
    }));
    const { exitCode, stderr } = await gm1(['shell', ...options, '--', 'true']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

test.each([
  [['shell', '--service', 'oven'], 'There is no service "oven" here. Known are app, database, debug,'],
  [['logs', '--service', 'oven'], 'There is no service "oven" here. Known are app, database, debug,'],
  [['logs', '--wiki', 'nowiki'], 'There is no wiki "nowiki" here. Known are testwiki.'],
  [['logs', '--since', 'tea'], '--since "tea" is no time.'],
  [['sql', '--wiki', 'nowiki', 'SELECT 1'], 'There is no wiki "nowiki" here. Known are testwiki.'],
  [['mail', '--wiki', 'nowiki'], 'There is no wiki "nowiki" here. Known are testwiki.'],
  [['mail', '7'], 'There is no mail "7". There is none at all so far.'],
  [['open', 'nowiki'], 'There is no wiki "nowiki" here. Known are testwiki.'],
  [['open', '--persona', 'king'], 'There is no persona "king" here. Known are sysop.'],
])('%j is refused with what is known', async (args, sentence) => {
  const { exitCode, stderr, stdout } = await gm1(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(sentence);
});

describe('mwscript', () => {
  const script = ['php', 'multiversion/MWScript.php'];

  test.each([
    [['eval', '--wiki=testwiki'], []],
    [['eval', '--help'], []],
    [['eval', '--', '--json', '-e', 'x', '--track', 'train'], []],
    [
      ['Echo:foo', '', 'a b', '*', '--wiki', 'testwiki', '-h'],
      ['--track', 'next'],
    ],
  ])('hands %j through untouched', async (args, options) => {
    await gm1(['mwscript', ...options, ...args]);
    expect(executed).toMatchObject([{ service: 'app', track: 'next', command: [...script, ...args] }]);
  });

  test('passes on standard input, output and the exit code', async () => {
    provider.onExecute = (_target, _command, input) => ({ exitCode: 7, stdout: `<${input}>`, stderr: 'no' });
    expect(await gm1(['mwscript', 'eval', '--wiki=testwiki'], 'in')).toEqual({
      exitCode: 7,
      stdout: '<in>',
      stderr: 'no',
    });
  });

  test('gives a failure of gm1 as JSON when asked before the script', async () => {
    records = [];
    const { stdout } = await gm1(['mwscript', '--json', 'eval']);
    expect(JSON.parse(stdout).failure).toMatchObject({ kind: 'usage' });
  });
});

test('shell runs one in app unless something else is asked for', async () => {
  await gm1(['shell'], 'ls\n');
  await gm1(['shell', '--service', 'edge', '--', 'ls', '--help']);
  expect(executed).toMatchObject([
    { service: 'app', command: ['sh', '-c', expect.stringContaining('bash')], input: 'ls\n' },
    { service: 'edge', command: ['ls', '--help'] },
  ]);
});

describe('sql', () => {
  test.each([
    [[], '/run/mysqld/mysqld.sock'],
    [['--cluster', 'x1'], '/run/mysqld/x1.sock'],
  ])('keeps query and password out of the list of processes: %j', async (options, socket) => {
    await gm1(['sql', '--wiki=testwiki', ...options, "SELECT 'secret'"]);
    expect(executed).toMatchObject([{ service: 'database', input: "SELECT 'secret'" }]);
    expect(executed[0]?.command).toContain(`--socket=${socket}`);
    expect(executed[0]?.command.at(-1)).toBe('testwiki');
    expect(executed[0]?.command.join(' ')).not.toMatch(/secret|pass/);
  });

  test('reads standard input without a query', async () => {
    await gm1(['sql', '--wiki=testwiki'], 'SELECT 2');
    expect(executed).toMatchObject([{ input: 'SELECT 2' }]);
  });

  test('prints rows as JSON', async () => {
    const xml = '<?xml version="1.0"?>\n<resultset><row><field name="a">1</field></row></resultset>\n';
    provider.onExecute = () => ({ stdout: xml });
    expect(JSON.parse((await gm1(['sql', '--wiki=testwiki', '--json', 'x'])).stdout)).toEqual([{ a: '1' }]);
  });

  test('prints nothing as JSON when the query failed, and ends as the client did', async () => {
    provider.onExecute = () => ({ stdout: '', stderr: 'ERROR 1064', exitCode: 1 });
    expect(await gm1(['sql', '--wiki=testwiki', '--json', 'x'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'ERROR 1064',
    });
  });
});

describe('jobs', () => {
  const lines = 'testwiki\trefreshLinks\t12\t1\t0\ntestwiki\thtmlCacheUpdate\t0\t0\t3\n';

  test('are counted by wiki and type', async () => {
    provider.onExecute = () => ({ stdout: lines });
    expect((await gm1(['jobs'])).stdout).toBe(
      [
        'wiki      type             waiting  claimed  abandoned',
        'testwiki  refreshLinks          12        1          0',
        'testwiki  htmlCacheUpdate        0        0          3',
        '',
      ].join('\n'),
    );
    expect(JSON.parse((await gm1(['jobs', '--json'])).stdout)[1]).toEqual({
      wiki: 'testwiki',
      type: 'htmlCacheUpdate',
      waiting: 0,
      claimed: 0,
      abandoned: 3,
    });
  });

  test('that cannot be read are a failure with the reason', async () => {
    provider.onExecute = () => ({ exitCode: 1, stderr: "ERROR 2002: Can't connect\n" });
    const { exitCode, stderr } = await gm1(['jobs']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("The job queues of sample (next) could not be read. ERROR 2002: Can't connect.");
  });
});

describe('mail', () => {
  const mail = { time: '2026-11-22T15:00:00.000Z', wiki: 'testwiki', reqId: 'r', from: 'wiki@wiki.invalid' };
  const mails = [
    { ...mail, to: ['Tester <t@x>'], subject: 'One', body: 'first\u001b[2J\nline' },
    { ...mail, to: ['Admin <a@x>'], subject: 'Two\nlines', body: { text: 'plain', html: '<b>' } },
  ];
  beforeEach(() => {
    provider.onCopyOut = async (_target, _path, into) => {
      const lines = ['cut', ...mails.map((each) => JSON.stringify(each))];
      await writeFile(join(into, 'mail.ndjson'), lines.join('\n'));
    };
  });

  test('is a list with the newest last, also when nothing runs any more', async () => {
    records = records.map((record) => ({ ...record, state: 'stopped' }));
    expect((await gm1(['mail'])).stdout).toBe(
      '1  2026-11-22 15:00 UTC  testwiki  Tester <t@x>  One\n2  2026-11-22 15:00 UTC  testwiki  Admin <a@x>   Two lines\n',
    );
  });

  test.each([
    [['--to', 'ADMIN'], [2]],
    [['--to', 'nobody'], []],
    [
      ['--wiki', 'testwiki'],
      [1, 2],
    ],
  ])('is filtered by %j and keeps its numbers', async (options, numbers) => {
    const found = JSON.parse((await gm1(['mail', '--json', ...options])).stdout);
    expect(found.map(({ number }: { number: number }) => number)).toEqual(numbers);
  });

  test('is shown in full, harmless to read', async () => {
    expect((await gm1(['mail', '1'])).stdout).toBe(
      'Date:    2026-11-22 15:00 UTC\nWiki:    testwiki\nFrom:    wiki@wiki.invalid\nTo:      Tester <t@x>\n' +
        'Subject: One\n\nfirst\nline\n',
    );
    expect((await gm1(['mail', 'last'])).stdout).toContain('[text]\nplain\n[html]\n<b>\n');
  });
});

describe('open', () => {
  test('prints the address whether or not there is a browser', async () => {
    const openBrowser = async () => false;
    expect(await gm1(['open'], '', { openBrowser })).toEqual({
      exitCode: 0,
      stdout: 'http://127.0.0.1:41001/wiki/\n',
      stderr: '',
    });
  });

  test('opens the page to log in for a persona, and says where the password is', async () => {
    const opened: string[] = [];
    const openBrowser = async (url: string) => opened.push(url) > 0;
    const { stderr } = await gm1(['open', 'testwiki', '--persona', 'sysop'], '', { openBrowser });
    expect(opened).toEqual(['http://127.0.0.1:41001/wiki/Special:UserLogin?wpName=Admin']);
    expect(stderr).toBe('Log in as Admin, password in /home/password\n');
  });
});

describe('status', () => {
  const lines = async () => (await gm1(['status'])).stdout.split('\n').map((line) => line.trim());

  test('says how each service is', async () => {
    provider.stop({ environment: 'sample', track: 'next', service: 'web' }, 'out of memory');
    provider.services = provider.services.filter(({ service }) => service !== 'edge');
    provider.onExecute = () => ({ stdout: '1000000\n' });
    const text = await lines();
    expect(text).toContain('app        running since 2026-11-22 21:00 UTC, 1 MB');
    expect(text).toContain('web        stopped (out of memory)');
    expect(text).toContain('edge       missing');
    expect(text).toContain('memory  5 MB');
    expect(text).toContain('image   gm1/sample:next, MediaWiki 1.43.11');
  });

  test.each([
    [
      { exitCode: 1, stdout: '1000000\nHTTP/1.1 503 Service Unavailable\n' },
      'HTTP/1.1 503 Service Unavailable',
    ],
    [{ exitCode: 124, stdout: '1000000\n' }, 'no answer within 3 s'],
    [{ exitCode: 7, stdout: '' }, 'exit code 7'],
  ])('says of a service that runs and does not work what its check said: %j', async (said, detail) => {
    provider.onExecute = ({ service }) => (service === 'edge' ? said : {});
    const text = await lines();
    expect(text[0]).toContain('sample · next · degraded');
    expect(text.find((line) => line.startsWith('edge '))).toContain(`unhealthy (${detail}) since`);
  });

  test('does not blame a service for the one that it is asked through', async () => {
    provider.onExecute = ({ service }) => (service === 'web' ? { exitCode: 1, stdout: '\nno answer' } : {});
    const [{ services }] = z
      .tuple([z.object({ services: z.array(z.looseObject({ state: z.string() })) })])
      .parse(JSON.parse((await gm1(['status', '--json'])).stdout));
    expect(services.filter(({ state }) => state !== 'running')).toMatchObject([
      { name: 'web', state: 'unhealthy', detail: 'no answer' },
    ]);
  });

  test('shows the others when a record is damaged, and says what to do with it', async () => {
    const failure = { kind: 'infrastructure', what: 'It is no record.', next: 'Remove it.' } as const;
    damaged = [{ name: 'other', track: 'train', failure }];
    const { exitCode, stdout, stderr } = await gm1(['status']);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^sample · next · ready[\s\S]*^other · train · damaged$/m);
    expect(stderr).toBe('gm1: It is no record. Remove it.\n');
    expect(JSON.parse((await gm1(['status', '--json'])).stdout)).toMatchObject([
      { name: 'sample', state: 'ready' },
      { name: 'other', track: 'train', state: 'damaged', failure },
    ]);
  });

  test('says which personas there are not, and why', async () => {
    up('train', { absentPersonas: [{ persona: 'twofactor', why: 'there is no OATHAuth' }] });
    expect(await lines()).toContain('twofactor  none: there is no OATHAuth');
  });

  test.each([
    [
      '2026-11-22T18:00:00Z',
      'lease   of run until 2026-11-22 18:00 UTC, for 2 h 00 min; "gm1 down" removes it',
      false,
    ],
    [
      '2026-11-22T16:59:00Z',
      'lease   of run until 2026-11-22 16:59 UTC, for 59 min 00 s; "gm1 down" removes it',
      true,
    ],
    ['2026-11-22T15:59:00Z', 'lease   of run has ended: the next "gm1 gc" removes it', false],
  ])('says how long a lease until %s still runs', async (expires, line, warns) => {
    records = records.map((record) => ({ ...record, lease: { owner: 'run', expires } }));
    const text = await lines();
    expect(text).toContain(line);
    expect(text.some((each) => each.startsWith('! It ends within the hour'))).toBe(warns);
  });

  test('lists what is off in the configuration that runs', async () => {
    provider.onCopyOut = (_target, _path, into) =>
      writeFile(
        join(into, 'extensions-off.json'),
        '{"extensions":{"Foo":"needs bar"},"skins":{},"parts":{},"stubs":{}}',
      );
    expect(await lines()).toContain('off     Foo: needs bar');
  });

  test('is JSON with all of that', async () => {
    expect(JSON.parse((await gm1(['status', '--json'])).stdout)).toMatchObject([
      {
        name: 'sample',
        track: 'next',
        versions: ['1.43.11'],
        leaseSeconds: 3231,
        limitations: [],
        services: serviceNames.map((name) => ({ name, state: 'running' })),
      },
    ]);
  });
});
