import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ServiceName, serviceNames } from '../environment/services.ts';
import { definitionYaml } from './definitions.ts';
import { type Ended, Rig } from './rig.ts';
import { RunningServices } from './running-services.ts';
import { seededNumbers } from './seeded-numbers.ts';
import { Visitor } from './visitor.ts';

let rig: Rig;
let environment: string;

beforeAll(async () => {
  rig = await Rig.create('shared');
  const yaml = definitionYaml({ next: '{ debian: { suite: trixie } }', suites: ['http'], languages: [] });
  // A farm of its own has images of its own, so that nobody else misses what is removed here.
  environment = await rig.define(
    'faults',
    yaml.replace('languages:', '  faultswiki: { lang: en }\nlanguages:'),
  );
  expect(await up()).toMatchObject({ exitCode: 0 });
});

afterAll(async () => {
  const [record] = await status().catch(() => []);
  await rig.gm1('down', '--environment', 'rig');
  if (record) await execa('docker', ['rmi', record.image.ref, record.seed], { reject: false });
  await rig[Symbol.asyncDispose]();
});

function up(): Promise<Ended> {
  return rig.gm1('up', '--environment', environment);
}

const records = z.array(
  z.object({
    state: z.string(),
    image: z.object({ ref: z.string() }),
    seed: z.string(),
    services: z.array(z.object({ name: z.string(), state: z.string(), detail: z.string().optional() })),
    wikis: z.array(z.object({ url: z.url(), api: z.url() })),
  }),
);

async function status() {
  const { exitCode, stdout, stderr } = await rig.gm1('status', '--json');
  expect(exitCode, stderr).toBe(0);
  return records.parse(JSON.parse(stdout));
}

/** What the engine has, told without gm1. */
async function trueState(): Promise<string> {
  const filters = [
    '--filter',
    `label=gm1.home=${rig.home}`,
    '--filter',
    'label=gm1=rig',
    '--filter',
    'status=running',
  ];
  const { stdout } = await execa('docker', ['ps', '-q', ...filters]);
  const running = stdout.split('\n').filter(Boolean).length;
  return running === serviceNames.length ? 'ready' : running === 0 ? 'stopped' : 'degraded';
}

/** At last, since the engine ends what it began for a process that is gone, and services take a moment to work. */
async function statusTellsTheTruth(): Promise<void> {
  const told = async () => {
    const [found] = await status();
    const actual = await trueState();
    return found ? { told: found.state, actual } : { told: actual, actual };
  };
  // Work that was cut off is known as such though all services run.
  await expect
    .poll(told, { timeout: 30_000 })
    .toSatisfy(({ told, actual }) => told === actual || (told === 'degraded' && actual === 'ready'));
}

async function containerOf(service: ServiceName): Promise<string> {
  return (await RunningServices.find(rig.home, 'rig', 'next')).container(service);
}

async function kill(service: ServiceName): Promise<void> {
  await execa('docker', ['kill', await containerOf(service)]);
}

async function hangDatabase(): Promise<void> {
  await execa('docker', ['exec', await containerOf('database'), 'sh', '-c', 'kill -STOP $(pidof mariadbd)']);
}

async function textOf(title: string): Promise<string> {
  const [{ wikis } = { wikis: [] }] = await status();
  return (await fetch(`${wikis[0]?.url}/w/index.php?title=${title}&action=raw`)).text();
}

async function write(title: string, text: string): Promise<void> {
  const [{ wikis } = { wikis: [] }] = await status();
  const visitor = await Visitor.logIn(rig.home, 'rig', wikis[0]?.api ?? '', 'user', 'Tester');
  expect(JSON.stringify(await visitor.edit(title, text))).toContain('"Success"');
}

describe('a killed container', () => {
  test.each([
    { killed: ['database'] },
    { killed: ['memcached', 'app', 'debug'] },
    { killed: ['web', 'jobrunner', 'edge'] },
  ] as const)(
    '$killed is told by status, and up starts it again with all that was written',
    async ({ killed }) => {
      const title = `Before_${killed[0]}`;
      await write(title, 'kept');
      for (const service of killed) await kill(service);
      expect(await status()).toMatchObject([{ state: 'degraded' }]);
      const repaired = await up();
      expect(repaired.exitCode, repaired.stderr).toBe(0);
      expect(await status()).toMatchObject([{ state: 'ready' }]);
      expect(await textOf(title)).toBe('kept');
    },
  );

  test('of Apache is started again, though the number in its PID file is alive by then', async () => {
    const pidOfInit = 'echo 1 > "$(sed -n "s/^PidFile //p" /etc/apache2/gm1.conf)"';
    await execa('docker', ['exec', await containerOf('web'), 'sh', '-c', pidOfInit]);
    await kill('web');
    expect(await up()).toMatchObject({ exitCode: 0 });
  });

  test('that was removed, too, is made anew', async () => {
    const services = await RunningServices.find(rig.home, 'rig', 'next');
    await execa('docker', ['rm', '-f', services.container('web'), services.container('edge')]);
    expect(await status()).toMatchObject([{ state: 'degraded' }]);
    expect(await up()).toMatchObject({ exitCode: 0 });
    expect(await textOf('Before_database')).toBe('kept');
  });

  test('of the database while tests run is the infrastructure’s fault, and the tests go on', async () => {
    const tests = rig.start('test', '--suite', 'http', '--environment', environment);
    expect(await tests.says(/http/)).toBe(true);
    await kill('database');
    const { exitCode, stdout, stderr } = await tests.ended;
    expect(stderr).toMatch(/database \(.*137.*\) of rig \(next\) ended while tests ran, and runs again/);
    expect(exitCode, stdout).toBe(3);
    expect(await status()).toMatchObject([{ state: 'ready' }]);
    const again = await rig.gm1('test', '--suite', 'http', '--environment', environment);
    expect(again.exitCode, again.stdout).toBe(0);
  });

  test('of a database that runs and does not answer while tests run is the infrastructure’s fault, too', async () => {
    const page = ['--suite', 'http', '--grep', 'No_such_page'];
    await hangDatabase();
    const { exitCode, stdout, stderr } = await rig.gm1('test', ...page, '--environment', environment);
    expect(stderr).toMatch(/database \(.*\) of rig \(next\) did not answer while tests ran, and runs? again/);
    expect(exitCode, stdout).toBe(3);
    expect(await status()).toMatchObject([{ state: 'ready' }]);
    expect(await rig.gm1('test', ...page, '--environment', environment)).toMatchObject({ exitCode: 0 });
  });
});

describe('a service that runs and does nothing', () => {
  test.each([
    {
      how: 'is paused',
      hang: async () => void (await execa('docker', ['pause', await containerOf('database')])),
      told: { state: 'stopped', detail: 'paused' },
    },
    {
      how: 'hangs',
      hang: hangDatabase,
      told: { state: 'unhealthy', detail: 'no answer within 3 s' },
    },
  ])('is told by status when it $how, and up starts it again with all that was written', async (fault) => {
    const title = `Before it ${fault.how}`;
    await write(title, 'kept');
    await fault.hang();
    const [found] = await status();
    expect(found?.state).toBe('degraded');
    expect(found?.services).toContainEqual(expect.objectContaining({ name: 'database', ...fault.told }));
    const repaired = await up();
    expect(repaired.exitCode, repaired.stderr).toBe(0);
    expect(await status()).toMatchObject([{ state: 'ready' }]);
    expect(await textOf(title)).toBe('kept');
  });
});

describe('a killed gm1', () => {
  const seed = Number(process.env.GM1_TEST_SEED ?? Date.now() % 1_000_000);
  console.log(`GM1_TEST_SEED=${seed} repeats the moments of these kills.`);
  const random = seededNumbers(seed);
  const moments = (command: string, count: number, within: number) =>
    Array.from({ length: count }, () => [command, Math.round(random() * within)] as const);

  test.each([
    ...moments('reset', 1, 2500),
    ...moments('down', 1, 1500),
    ...moments('up', 2, 7000),
    ...moments('down', 1, 1500),
  ])('%s after %i ms leaves a state that status tells and up repairs', async (command, milliseconds) => {
    const killed = rig.start(command, '--environment', environment);
    await delay(milliseconds);
    killed.kill('SIGKILL');
    await killed.ended;
    await statusTellsTheTruth();
    expect(await rig.gm1('gc', '--dry-run')).toMatchObject({ exitCode: 0 });
    const repaired = await up();
    expect(repaired.exitCode, repaired.stderr).toBe(0);
    expect(await status()).toMatchObject([{ state: 'ready' }]);
    expect(await trueState()).toBe('ready');
    expect(await textOf('Main_Page')).not.toBe('');
  });

  test('is cleared up by gc when nobody wants it any more', async () => {
    await rig.gm1('down', '--environment', 'rig');
    const killed = rig.start('up', '--environment', environment);
    expect(await killed.says(/provision +started/)).toBe(true);
    await delay(300);
    killed.kill('SIGKILL');
    await killed.ended;
    expect(await rig.gm1('gc')).toMatchObject({ exitCode: 0 });
    expect(await trueState()).toBe('stopped');
    expect(await up()).toMatchObject({ exitCode: 0 });
  });
});

describe('a sentence and a next step come', () => {
  test('when another program has taken the port of an environment that has stopped', async () => {
    const [{ wikis } = { wikis: [] }] = await status();
    const port = Number(new URL(wikis[0]?.url ?? '').port);
    await kill('edge');
    await using _taken = await listen(port);
    const { exitCode, stderr } = await up();
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/port that it publishes is taken by another program.*ss -ltnp/s);
    expect(stderr).not.toContain('defect');
  });

  test('and all is well when it has given the port back', async () => {
    expect(await up()).toMatchObject({ exitCode: 0 });
    expect(await status()).toMatchObject([{ state: 'ready' }]);
  });

  const damage = async (file: string) => {
    const path = join(rig.home, 'environments/rig/next', file);
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 60));
    return path;
  };
  const expectSentence = ({ exitCode, stderr }: Ended, code: number, path: string, next: string) => {
    expect(exitCode, stderr).toBe(code);
    expect(stderr).toContain(path);
    expect(stderr).toContain(next);
    expect(stderr).not.toContain('defect');
  };

  test('when the lease is damaged, and the step mends it', async () => {
    const path = await damage('lease.json');
    const step = ['extend', '--environment', 'rig', '--track', 'next'];
    for (const [command, code] of [
      [['status'], 3],
      [['up', '--environment', environment], 3],
      [['gc'], 0],
    ] as const)
      expectSentence(await rig.gm1(...command), code, path, `\`gm1 ${step.join(' ')}\``);
    expect(await trueState()).toBe('ready');
    expect(await rig.gm1(...step)).toMatchObject({ exitCode: 0 });
    expect(await status()).toMatchObject([{ state: 'ready' }]);
  });

  test.each(['record.json', 'plan.json'])('when %s is damaged, and the step clears the way', async (file) => {
    const path = await damage(file);
    const step = ['down', '--environment', 'rig', '--track', 'next'];
    const said = await up();
    expectSentence(said, 3, path, `\`gm1 ${step.join(' ')}\``);
    expect(await trueState()).toBe('ready');
    const shown = await rig.gm1('status');
    if (file === 'plan.json') expect(shown).toMatchObject({ exitCode: 0 });
    else {
      expectSentence(shown, 3, path, `\`gm1 ${step.join(' ')}\``);
      expect(shown.stdout).toContain('rig · next · damaged');
    }
    expect(await rig.gm1(...step)).toMatchObject({ exitCode: 0 });
    expect(await up()).toMatchObject({ exitCode: 0 });
    expect(await status()).toMatchObject([{ state: 'ready' }]);
  });

  test.runIf(process.getuid?.() === 0)('when the disk is full', async () => {
    const home = join(rig.directory, 'full');
    await mkdir(home);
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', home]);
    try {
      const gm1 = join(import.meta.dirname, '../../gm1');
      const { exitCode, stderr } = await execa(gm1, ['up', '--environment', environment], {
        env: { GM1_HOME: home },
        reject: false,
      });
      expect(exitCode).toBe(3);
      expect(stderr).toMatch(/[Dd]isk is full|No space left/);
      expect(stderr).not.toContain('defect');
    } finally {
      await execa('umount', [home]);
      await rm(home, { recursive: true });
    }
  });
});

async function listen(port: number): Promise<AsyncDisposable> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}

test('images that were removed by hand are made again, the seed with them', async () => {
  const [{ image, seed } = { image: { ref: '' }, seed: '' }] = await status();
  expect(await rig.gm1('down', '--environment', 'rig')).toMatchObject({ exitCode: 0 });
  await execa('docker', ['rmi', image.ref, seed]);
  const again = await up();
  expect(again.exitCode, again.stderr).toBe(0);
  expect(await textOf('Main_Page')).not.toBe('');
});
