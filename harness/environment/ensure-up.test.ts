import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { failed, ok } from '../core/failure.ts';
import { MemoryEnvironment } from '../testing/memory-environment.ts';
import { unwrap } from '../testing/unwrap.ts';
import { type EnsureUpInput, ensureUp } from './ensure-up.ts';
import { readPlan, writeLease } from './environment-files.ts';
import { lockEnvironment } from './environment-lock.ts';
import { listEnvironments } from './environments.ts';
import { takeDown } from './take-down.ts';

const broken = { kind: 'infrastructure', what: 'It broke.', next: 'Mend it.' } as const;
const fromTrack = ['app', 'debug', 'jobrunner', 'web'];
const fromServices = ['edge', 'memcached'];

let demo: MemoryEnvironment;

beforeEach(async () => {
  demo = await MemoryEnvironment.create();
});

const up = (version: string, more: Partial<EnsureUpInput> = {}) =>
  ensureUp(demo.around, demo.input(version, more));
const recorded = async () => unwrap(await listEnvironments(demo.around)).records[0];
const commands = (): string[] => {
  const said: string[] = [];
  demo.provider.onExecute = ({ service }, command) => {
    said.push(`${service}: ${command.slice(1).join(' ')}`);
    return {};
  };
  return said;
};
function runs(version: string): void {
  for (const service of fromTrack) expect(demo.images[service]).toBe(`gm1/mediawiki:${version}`);
  for (const service of fromServices) expect(demo.images[service]).toBe('gm1/services:1');
}

describe('what is not up', () => {
  test('is started from its seed', async () => {
    const { record, change } = unwrap(await up('1'));
    expect(change).toEqual({ kind: 'started' });
    expect(record).toMatchObject({
      seed: expect.stringMatching(/^gm1\/seed:/),
      servicesImage: { ref: 'gm1/services:1' },
    });
    runs('1');
  });
});

describe('what is up', () => {
  beforeEach(async () => void unwrap(await up('1')));

  test('is kept with the same image, and its lease begins anew', async () => {
    await writeLease(demo.around.home, 'demo', 'next', { owner: 'me', expires: '2025-12-31T00:00:00.000Z' });
    const { change, record } = unwrap(await up('1'));
    expect(change).toEqual({ kind: 'kept' });
    expect(record.lease.expires > '2026-01-01T08:00').toBe(true);
  });

  test('gets newer code after its databases, and keeps all else', async () => {
    const before = await recorded();
    const said = commands();
    const { record, change } = unwrap(await up('2'));
    expect(change).toMatchObject({ kind: 'swapped', unavailable: [{ dbname: 'testwiki', seconds: 0 }] });
    expect(said).toContain('update: multiversion/MWScript.php update --wiki=testwiki --quick');
    expect(said.at(-1)).toMatch(/^edge: .*gm1-edge\/load .*-delete$/);
    expect(record).toEqual({ ...before, image: record.image, lease: record.lease });
    expect(record.image.ref).toBe('gm1/mediawiki:2');
    runs('2');
    expect(demo.images.update).toBeUndefined();
    expect(unwrap(await up('2')).change).toEqual({ kind: 'kept' });
  });

  test('keeps its schema when that was asked for', async () => {
    const said = commands();
    unwrap(await up('2', { keepSchema: true }));
    expect(said.join()).not.toContain('update');
    runs('2');
  });

  test('gets the same code with another version forced', async () => {
    const { record } = unwrap(await up('1', { forceVersion: '1.43.9' }));
    expect(record.forcedVersion).toBe('1.43.9');
    const plan = unwrap(await readPlan(demo.around.home, 'demo', 'next'));
    const forced = plan?.services.flatMap(({ name, env }) => (env.FORCE_MW_VERSION ? [name] : []));
    expect(forced?.sort()).toEqual(fromTrack);
    expect(unwrap(await up('1')).record.forcedVersion).toBeUndefined();
  });

  test('runs on with the older code when an update fails, and says what the update said', async () => {
    demo.provider.onExecute = (_target, command) =>
      command.includes('update') ? { exitCode: 1, stderr: 'no such column' } : {};
    expect(await up('2')).toMatchObject({
      failure: { what: expect.stringContaining('testwiki'), why: expect.stringContaining('no such column') },
    });
    runs('1');
    expect(await recorded()).toMatchObject({ state: 'ready', image: { ref: 'gm1/mediawiki:1' } });
  });

  test.each([
    ['its services do not start', () => failed(broken)],
    ['its wikis do not work', () => ok(undefined)],
  ])('runs again with the older code when the newer does not: %s', async (_case, started) => {
    demo.provider.onStart = ({ services }) =>
      services.some(({ image, name }) => image === 'gm1/mediawiki:2' && name === 'app')
        ? started()
        : ok(undefined);
    demo.answer = () => (demo.images.app === 'gm1/mediawiki:2' ? { status: 500, body: 'boom' } : undefined);
    const forgetting: (string | undefined)[] = [];
    demo.provider.onExecute = ({ service }) => {
      if (service === 'edge') forgetting.push(demo.images.app);
      return {};
    };
    expect(await up('2', { keepSchema: true })).toMatchObject({
      failure: { what: expect.stringContaining('The code that ran before runs again.') },
    });
    runs('1');
    expect(forgetting.at(-1)).toBe('gm1/mediawiki:1');
    expect(await recorded()).toMatchObject({ state: 'ready', image: { ref: 'gm1/mediawiki:1' } });
  });

  test('says how long each wiki was unavailable while its code changed', async () => {
    let questions = 0;
    demo.isSilent = () => demo.images.app === 'gm1/mediawiki:2' && questions++ < 10;
    const { change } = unwrap(await up('2', { keepSchema: true }));
    expect(change.kind === 'swapped' && change.unavailable[0]?.seconds).toBeGreaterThan(0);
  });

  test('is started again with its data when a service has stopped', async () => {
    demo.provider.stop({ environment: 'demo', track: 'next', service: 'database' }, 'out of memory');
    demo.provider.stop({ environment: 'demo', track: 'next', service: 'app' }, 'exit code 137');
    expect((await recorded())?.state).toBe('degraded');
    expect(unwrap(await up('1')).change).toEqual({ kind: 'repaired' });
    expect((await recorded())?.state).toBe('ready');
    runs('1');
  });

  test('is started again where a service runs and does not work, which is said', async () => {
    const started: string[] = [];
    demo.provider.onStart = ({ services }) => {
      started.push(...services.map(({ name }) => name));
      return ok(undefined);
    };
    demo.provider.onExecute = ({ service }) => (service === 'memcached' ? { exitCode: 124 } : {});
    expect(unwrap(await up('1')).change).toEqual({ kind: 'repaired' });
    expect(started).toEqual(['memcached']);
    expect(demo.notices).toEqual([
      'memcached of demo (next) does not work (no answer within 10 s): it is started again.',
    ]);
  });

  test.each(['plan.json', 'record.json'])(
    'cannot be changed when its %s is damaged, until gm1 down',
    async (file) => {
      const path = join(demo.around.home.environments, 'demo/next', file);
      await writeFile(path, (await readFile(path)).subarray(0, 100));
      expect(await up('2')).toMatchObject({
        failure: {
          kind: 'infrastructure',
          what: expect.stringContaining(path),
          next: expect.stringContaining('`gm1 down --environment demo --track next`'),
        },
      });
      runs('1');
      unwrap(await takeDown(demo.around, 'demo', 'next'));
      expect(unwrap(await up('2')).change).toEqual({ kind: 'started' });
    },
  );

  test('cannot be repaired when the password of its sysop is lost, until gm1 down', async () => {
    const path = (await recorded())?.accounts[0]?.passwordFile ?? '';
    await rm(path);
    demo.provider.stop({ environment: 'demo', track: 'next', service: 'app' }, 'exit code 137');
    expect(await up('1')).toMatchObject({ failure: { what: expect.stringContaining(path) } });
    unwrap(await takeDown(demo.around, 'demo', 'next'));
    expect(unwrap(await up('1')).change).toEqual({ kind: 'started' });
  });

  test('begins from the seed when its database is gone, and says so', async () => {
    await demo.provider.remove('demo', 'next', ['database']);
    expect(unwrap(await up('1')).change).toEqual({ kind: 'started' });
    expect(demo.notices).toEqual([expect.stringContaining('The database of demo (next) is gone')]);
  });

  test('keeps the services image that it was started with, and says so', async () => {
    const servicesImage = { ref: 'gm1/services:2', digest: 'sha256:newer' };
    unwrap(await up('2', { servicesImage }));
    runs('2');
    expect(demo.notices).toEqual([expect.stringContaining('gm1/services:1')]);
  });

  test('is not replaced by one with other wikis', async () => {
    const { definition } = demo.input('1');
    const wikis = [{ dbname: 'otherwiki', lang: 'en', shape: 'wikipedia' }];
    expect(await up('1', { definition: { ...definition, wikis } })).toMatchObject({
      failure: {
        kind: 'usage',
        what: expect.stringContaining('testwiki'),
        next: expect.stringContaining('gm1 down'),
      },
    });
    runs('1');
  });

  test('is not touched while another command works on it, which the failure names', async () => {
    unwrap(await lockEnvironment(demo.around.home, 'demo', 'next', 'test'));
    expect(await up('2')).toMatchObject({
      failure: { kind: 'usage', what: expect.stringContaining(`process ${process.pid} is at \`gm1 test\``) },
    });
    runs('1');
  });
});
