import { beforeEach, expect, test } from 'vitest';
import { failed, ok } from '../core/failure.ts';
import { MemoryEnvironment } from '../testing/memory-environment.ts';
import { unwrap } from '../testing/unwrap.ts';
import { ensureUp } from './ensure-up.ts';
import { listEnvironments } from './environments.ts';
import { resetTrack } from './reset-track.ts';

const broken = { kind: 'infrastructure', what: 'It broke.', next: 'Mend it.' } as const;

let demo: MemoryEnvironment;

beforeEach(async () => {
  demo = await MemoryEnvironment.create();
  unwrap(await ensureUp(demo.around, demo.input('1')));
});

const reset = () => resetTrack(demo.around, { ...demo.input('1'), track: 'next' });
const recorded = async () => unwrap(await listEnvironments(demo.around)).records[0];

test('makes the database and the jobrunner anew and lets the others forget, before there is a database again', async () => {
  const happened: string[] = [];
  demo.provider.onExecute = ({ service }, command) => {
    happened.push(`${service} ${demo.images.database ?? 'without database'}: ${command.at(-1)}`);
    return {};
  };
  demo.provider.onStart = ({ services }) => {
    happened.push(`starts ${services.map(({ name }) => name).join(', ')}`);
    return ok(undefined);
  };
  const before = await recorded();
  const { record, away } = unwrap(await reset());
  expect(happened).toEqual([
    expect.stringMatching(
      /^app without database: find \/srv\/uploads .*forget-caches.php.*mediawiki.ndjson$/,
    ),
    expect.stringMatching(/^debug without database: php multiversion\/forget-caches.php$/),
    expect.stringMatching(/^edge without database: .*gm1-edge/),
    'starts database, jobrunner',
  ]);
  expect(record).toEqual(before);
  expect(away).toEqual([{ dbname: 'testwiki', seconds: 0 }]);
});

test('goes to the seed of the code that runs now', async () => {
  const { seed } = unwrap(await ensureUp(demo.around, demo.input('2'))).record;
  const { record } = unwrap(await reset());
  expect(record.seed).not.toBe(seed);
  expect(demo.images.database).toBe(record.seed);
});

test('makes all anew when not all runs, and says so', async () => {
  demo.provider.stop({ environment: 'demo', track: 'next', service: 'app' }, 'out of memory');
  const images = demo.images;
  unwrap(await reset());
  expect(demo.images).toEqual({ ...images, app: 'gm1/mediawiki:1' });
  expect(demo.notices).toEqual([expect.stringContaining('was degraded')]);
});

test('that fails leaves an environment that is known not to be whole, and a next try mends it', async () => {
  demo.provider.onStart = () => failed(broken);
  expect(await reset()).toMatchObject({ failure: { next: expect.stringContaining('gm1 reset') } });
  expect((await recorded())?.state).toBe('degraded');
  demo.provider.onStart = () => ok(undefined);
  unwrap(await reset());
  expect((await recorded())?.state).toBe('ready');
});

test('of what is not up says how to start it', async () => {
  const outcome = await resetTrack(demo.around, { ...demo.input('1'), track: 'train' });
  expect(outcome).toMatchObject({
    failure: { kind: 'usage', next: expect.stringContaining('gm1 up --track train') },
  });
});
