import { expect, test } from 'vitest';
import { type Failure, failed, ok } from '../core/failure.ts';
import type { Plan, Provider, Service } from '../environment/provider.ts';
import { unwrap } from './unwrap.ts';

export interface ReplacingUnderTest {
  readonly provider: () => Provider;
  /** With a POSIX shell. */
  readonly image: string;
  readonly environment: string;
  /** A memory provider runs no commands: what depends on their effect is left out. */
  readonly runsCommands: boolean;
}

const never = new AbortController().signal;
const broken: Failure = { kind: 'infrastructure', what: 'It does not work.', next: 'Mend it.' };

/** What is true of changing services of an environment that runs, of every provider. */
export function describeReplacing({ provider, image, environment, runsCommands }: ReplacingUnderTest): void {
  /** `web` says its word in /word, and each start of its container adds a line to /starts. */
  const service = (name: string, word: string): Service => ({
    name,
    image,
    command: ['sh', '-c', 'echo "$WORD" > /word; echo x >> /starts; sleep 600'],
    env: { WORD: word },
    files: [],
    volumes: { shared: '/shared' },
    ports: [],
    ready: ['test', '-e', '/word'],
    after: [],
  });
  const plan = (word: string): Plan => ({
    environment,
    track: 'next',
    volumes: ['shared'],
    services: [service('web', word), service('data', 'same')],
  });
  const target = (name: string) => ({ environment, track: 'next' as const, service: name });
  const running = async () =>
    unwrap(await provider().list())
      .filter((each) => each.environment === environment && each.state === 'running')
      .map((each) => each.service)
      .sort();
  const say = async (name: string, script: string) =>
    unwrap(await provider().execute(target(name), ['sh', '-c', script])).stdout.trim();
  const started = async (word = 'old') => unwrap(await provider().start(plan(word), never));

  test('replaces services that prove themselves, and has nothing left of the old ones', async () => {
    await started();
    expect(await provider().replace(plan('new'), ['web'], async () => ok(await running()), never)).toEqual(
      ok(['data', 'web']),
    );
    expect(await running()).toEqual(['data', 'web']);
    expect(unwrap(await provider().remove(environment)).containers).toBe(2);
  });

  test('starts what hangs again, with the files that it has, and nothing else', async () => {
    await started();
    unwrap(await provider().resume(plan('old'), never, ['web']));
    expect(await running()).toEqual(['data', 'web']);
    if (!runsCommands) return;
    expect(await say('web', 'cat /starts')).toBe('x\nx');
    expect(await say('data', 'cat /starts')).toBe('x');
  });

  test('adds a service, and removes it alone', async () => {
    await started();
    const more = { ...plan('old'), services: [...plan('old').services, service('more', 'x')] };
    unwrap(await provider().replace(more, ['more'], async () => ok(undefined), never));
    expect(await running()).toEqual(['data', 'more', 'web']);
    expect(unwrap(await provider().remove(environment, 'next', ['more'])).containers).toBe(1);
    expect(await running()).toEqual(['data', 'web']);
  });

  test('keeps the old services when the new ones do not prove themselves', async () => {
    await started();
    const outcome = await provider().replace(plan('new'), ['web'], async () => failed(broken), never);
    expect(outcome).toEqual(failed(broken));
    expect(await running()).toEqual(['data', 'web']);
    expect(unwrap(await provider().remove(environment)).containers).toBe(2);
  });

  test('resumes what is gone', async () => {
    await started();
    unwrap(await provider().remove(environment, 'next', ['web']));
    expect(await running()).toEqual(['data']);
    unwrap(await provider().resume(plan('old'), never));
    expect(await running()).toEqual(['data', 'web']);
  });

  if (!runsCommands) return;

  test('what is replaced is new, and volumes and other services stay', async () => {
    await started();
    await say('web', 'echo kept > /shared/file; echo gone > /own');
    unwrap(await provider().replace(plan('new'), ['web'], async () => ok(undefined), never));
    expect(await say('web', 'cat /word /shared/file; cat /own 2>&1 | grep -o "No such"')).toBe(
      'new\nkept\nNo such',
    );
    expect(await say('data', 'grep -c x /starts')).toBe('1');
  });

  test('what comes back is the old container with all that it had', async () => {
    await started();
    await say('web', 'echo kept > /own');
    await provider().replace(plan('new'), ['web'], async () => failed(broken), never);
    expect(await say('web', 'cat /word /own; grep -c x /starts')).toBe('old\nkept\n2');
  });

  test('a new service that does not become ready leaves the old one running', async () => {
    await started();
    const [web, data] = plan('new').services;
    if (!web || !data) throw new Error('no services');
    const ends = { ...web, command: ['sh', '-c', 'echo "fatal: no"; exit 7'], ready: ['false'] };
    const proven: string[] = [];
    const prove = async () => ok(proven.push('asked'));
    const outcome = await provider().replace(
      { ...plan('new'), services: [ends, data] },
      ['web'],
      prove,
      never,
    );
    expect(outcome).toMatchObject({ failure: { why: expect.stringContaining('fatal: no') } });
    expect(proven).toEqual([]);
    expect(await say('web', 'cat /word')).toBe('old');
  });

  test('an interruption leaves the old one running', async () => {
    await started();
    const interrupt = new AbortController();
    const prove = async () => {
      interrupt.abort();
      return failed({ ...broken, kind: 'interrupted' });
    };
    await provider().replace(plan('new'), ['web'], prove, interrupt.signal);
    expect(await say('web', 'cat /word')).toBe('old');
  });

  test('what a killed replacement left is put right by resuming the plan that holds', async () => {
    await started();
    const killed = new Promise<never>(() => {});
    void provider().replace(plan('new'), ['web'], () => killed, never);
    await expect.poll(() => say('web', 'cat /word').catch(() => ''), { timeout: 5000 }).toBe('new');
    unwrap(await provider().resume(plan('old'), never));
    expect(await say('web', 'cat /word; grep -c x /starts')).toBe('old\n2');
    expect(unwrap(await provider().remove(environment)).containers).toBe(2);
  });

  test('resuming starts what has stopped, with what it had, and lets alone what runs', async () => {
    await started();
    await say('web', 'echo kept > /own; kill -9 -1');
    await expect.poll(running, { timeout: 5000 }).toEqual(['data']);
    unwrap(await provider().resume(plan('old'), never));
    expect(await say('web', 'cat /own; grep -c x /starts')).toBe('kept\n2');
    expect(await say('data', 'grep -c x /starts')).toBe('1');
  });
}
