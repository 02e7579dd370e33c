import { mkdtemp, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../core/failure.ts';
import type { Plan, Provider, Service } from '../environment/provider.ts';
import { describeAttach } from './attach.contract.ts';
import { MemoryStream } from './memory-stream.ts';
import { describeReplacing } from './replace.contract.ts';

/** What a provider must offer the contract: itself, an image with a POSIX shell, and whether it is real. */
export type ProviderUnderTest = {
  readonly provider: () => Provider;
  readonly image: string;
} & (
  | {
      readonly runsCommands: true;
      /** As a process has it that is gone. */
      readonly abandoned: () => Provider;
    }
  /** A memory provider: what depends on the effect of commands is left out. */
  | { readonly runsCommands: false }
);

const never = new AbortController().signal;

function service(image: string, name: string, script: string, more: Partial<Service> = {}): Service {
  return {
    name,
    image,
    command: ['sh', '-c', script],
    env: {},
    files: [],
    volumes: {},
    ports: [],
    ready: ['true'],
    after: [],
    ...more,
  };
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.what} ${outcome.failure.why}`);
  return outcome.value;
}

/** What every provider does alike; run for each of them. */
export function describeProvider(title: string, tested: ProviderUnderTest): void {
  const { provider, image, runsCommands } = tested;
  const environment = `contract-${process.pid}`;
  const plan = (services: readonly Service[], volumes: readonly string[] = []): Plan => ({
    environment,
    track: 'next',
    volumes,
    services,
  });
  const target = (name: string) => ({ environment, track: 'next' as const, service: name });
  const found = async () =>
    unwrap(await provider().list()).filter((each) => each.environment === environment);

  describe(title, { timeout: 30_000 }, () => {
    afterEach(async () => void unwrap(await provider().remove(environment)));

    test('starts every service of a plan and lists it as running', async () => {
      const services = [service(image, 'one', 'sleep 600'), service(image, 'two', 'sleep 600')];
      unwrap(await provider().start(plan(services), never));
      expect((await found()).map(({ service: name, state }) => [name, state]).sort()).toEqual([
        ['one', 'running'],
        ['two', 'running'],
      ]);
    });

    test('removes one track and leaves the other', async () => {
      const services = [service(image, 'one', 'sleep 600')];
      unwrap(await provider().start(plan(services), never));
      unwrap(await provider().start({ ...plan(services), track: 'train' }, never));
      expect(unwrap(await provider().remove(environment, 'train'))).toMatchObject({ containers: 1 });
      expect((await found()).map(({ track }) => track)).toEqual(['next']);
      unwrap(await provider().remove(environment));
      expect(await found()).toEqual([]);
    });

    test('sweeps what is not to be kept, and nothing else', async () => {
      unwrap(await provider().start(plan([service(image, 'one', 'sleep 600')]), never));
      unwrap(await provider().sweep([environment], false));
      expect(unwrap(await provider().sweep([], true))).toMatchObject({ environments: [environment] });
      expect(await found()).toHaveLength(1);
      expect(unwrap(await provider().sweep([], false)).containers).toBe(1);
      expect(await found()).toEqual([]);
    });

    test('leaves nothing when it is interrupted', async () => {
      const outcome = await provider().start(plan([service(image, 'one', 'sleep 600')]), AbortSignal.abort());
      expect(outcome).toMatchObject({ ok: false, failure: { kind: 'interrupted' } });
      expect(await found()).toEqual([]);
    });

    test('says that an image is not there', async () => {
      expect(unwrap(await provider().findImage('gm1/none:such'))).toBeUndefined();
      expect(unwrap(await provider().findImage(image))).toMatchObject({ isSnapshot: false });
    });

    test('knows an image that is a snapshot, and its labels', async () => {
      const ref = `gm1/seed:contract-${process.pid}-labels`;
      const labels = { purpose: 'test', why: 'a=b&c' };
      unwrap(
        await provider().start(
          plan([service(image, 'one', 'trap "exit 0" TERM; while :; do sleep 0.05; done')]),
          never,
        ),
      );
      const { digest } = unwrap(await provider().snapshot(target('one'), ref, labels));
      expect(unwrap(await provider().findImage(ref))).toMatchObject({ digest, labels, isSnapshot: true });
    });

    test('fails to run a command in a service that is not there', async () => {
      expect(await provider().execute(target('none'), ['true'])).toMatchObject({
        ok: false,
        failure: { kind: 'infrastructure' },
      });
    });

    test('fails to attach to a service that is not there', async () => {
      const streams = { stdout: new MemoryStream(), stderr: new MemoryStream(), signal: never };
      expect(await provider().attach(target('none'), ['true'], streams)).toMatchObject({
        ok: false,
        failure: { kind: 'infrastructure' },
      });
    });

    test('knows since when a service runs, and of no other', async () => {
      unwrap(await provider().start(plan([service(image, 'one', 'sleep 600')]), never));
      const uptime = unwrap(await provider().uptime(target('one')));
      expect(Date.parse(uptime?.startedAt ?? '')).not.toBeNaN();
      expect(uptime?.restarted).toBe(false);
      expect(unwrap(await provider().uptime(target('none')))).toBeUndefined();
    });

    describe('that runs', () => describeReplacing({ provider, image, environment, runsCommands }));

    if (tested.runsCommands) describe('with real services', () => realServices(tested.abandoned));
  });

  function realServices(abandoned: () => Provider): void {
    describe('an attached command', () =>
      describeAttach({
        provider,
        abandoned,
        target: target('one'),
        start: async () =>
          void unwrap(await provider().start(plan([service(image, 'one', 'sleep 600')]), never)),
      }));

    test('a service that ended because the disk is full says so, whatever else it said', async () => {
      const words = 'echo "InnoDB: preallocating 12582912 bytes for file ./ibtmp1 failed with error 28"';
      const script = `${words}; for line in $(seq 30); do echo Aborting; done; exit 1`;
      const ends = service(image, 'one', script, { ready: ['false'] });
      expect(await provider().start(plan([ends]), never)).toMatchObject({
        ok: false,
        failure: {
          why: expect.stringMatching(/The disk is full.*ibtmp1/),
          next: expect.stringContaining('gm1 gc'),
        },
      });
    });

    test('a command has input, outputs and an exit code', async () => {
      unwrap(await provider().start(plan([service(image, 'one', 'sleep 600')]), never));
      const run = await provider().execute(target('one'), ['sh', '-c', 'cat; echo no >&2; exit 3'], 'hello');
      expect(unwrap(run)).toEqual({ exitCode: 3, stdout: 'hello', stderr: 'no\n' });
    });

    test('files and environment are there before the service starts', async () => {
      const one = service(image, 'one', 'cat /etc/gm1/a/file > /seen; echo "$WORD" >> /seen; sleep 600', {
        env: { WORD: 'grün' },
        files: [{ path: '/etc/gm1/a/file', content: 'content\n', mode: 0o640 }],
        ready: ['test', '-s', '/seen'],
      });
      unwrap(await provider().start(plan([one]), never));
      const run = await provider().execute(target('one'), [
        'sh',
        '-c',
        'cat /seen; stat -c %a /etc/gm1/a/file',
      ]);
      expect(unwrap(run).stdout).toBe('content\ngrün\n640\n');
    });

    test('services share volumes, know each other by name, and start after those they need', async () => {
      const volumes = { shared: '/shared' };
      const services = [
        service(image, 'second', 'cat /shared/word > /seen; sleep 600', { volumes, after: ['first'] }),
        service(image, 'first', 'sleep 0.3; echo early > /shared/word; sleep 600', {
          volumes,
          ready: ['test', '-s', '/shared/word'],
        }),
      ];
      unwrap(await provider().start(plan(services, ['shared']), never));
      const script = 'cat /seen; getent hosts first >/dev/null && echo known';
      expect(unwrap(await provider().execute(target('second'), ['sh', '-c', script])).stdout).toBe(
        'early\nknown\n',
      );
    });

    test('a name outside the environment is refused at once, published or not', async () => {
      const ports = [{ inside: 8001, outside: 28765 }];
      const services = [
        service(image, 'one', 'sleep 600', { user: 'nobody' }),
        service(image, 'two', 'sleep 600', { user: 'nobody', ports }),
      ];
      unwrap(await provider().start(plan(services), never));
      for (const { name } of services) {
        const script = 'timeout 0.8 getent hosts example.org; echo $?; getent hosts one > /dev/null; echo $?';
        expect(unwrap(await provider().execute(target(name), ['sh', '-c', script])).stdout).toBe('2\n0\n');
      }
    });

    test('commands run as the user of their service, also where it starts as root', async () => {
      const ports = [{ inside: 8001, outside: 28765 }];
      const services = [
        service(image, 'plain', 'id -u > /dev/shm/user; sleep 600', { user: 'nobody' }),
        service(image, 'published', 'id -u > /dev/shm/user; sleep 600', { user: 'nobody', ports }),
      ].map((each) => ({ ...each, ready: ['test', '-s', '/dev/shm/user'] }));
      unwrap(await provider().start(plan(services), never));
      const seen = async (name: string) => {
        const command = ['sh', '-c', 'cat /dev/shm/user; id -u'];
        const stdout = new MemoryStream();
        const attachment = { stdout, stderr: new MemoryStream(), signal: never };
        unwrap(await provider().attach(target(name), ['id', '-un'], attachment));
        return [unwrap(await provider().execute(target(name), command)).stdout, stdout.text];
      };
      expect(await seen('plain')).toEqual(['65534\n65534\n', 'nobody\n']);
      expect(await seen('published')).toEqual(['0\n65534\n', 'nobody\n']);
    });

    test('a published port is on the loopback interface', async () => {
      const script = `perl -MIO::Socket -e '$s=IO::Socket::INET->new(LocalPort=>8001,Listen=>5,ReuseAddr=>1);
        open(F,">/up"); close F; while($c=$s->accept){print $c "hello\\n";close $c}'`;
      const one = service(image, 'one', script, {
        ports: [{ inside: 8001, outside: 28765 }],
        ready: ['test', '-e', '/up'],
      });
      unwrap(await provider().start(plan([one]), never));
      const socket = connect(28765, '127.0.0.1');
      expect(String(await socket.toArray())).toBe('hello\n');
    });

    test('a service that ends is one failure with its last lines, and nothing is left', async () => {
      const services = [
        service(image, 'one', 'sleep 600'),
        service(image, 'two', 'echo "fatal: no such file"; exit 7', { ready: ['false'] }),
        service(image, 'three', 'sleep 600', { after: ['two'] }),
      ];
      const outcome = await provider().start(plan(services, ['v']), never);
      expect(outcome).toMatchObject({
        failure: { kind: 'infrastructure', why: expect.stringContaining('fatal: no such file') },
      });
      expect(outcome).toMatchObject({ failure: { what: expect.stringMatching(/two.*exit code 7/) } });
      expect(await found()).toEqual([]);
    });

    test('an interruption while services start ends the start and leaves nothing', async () => {
      const controller = new AbortController();
      const one = service(image, 'one', 'sleep 600', { ready: ['false'] });
      const outcome = provider().start(plan([one]), controller.signal);
      await expect.poll(async () => (await found()).length, { timeout: 5000 }).toBe(1);
      controller.abort();
      expect(await outcome).toMatchObject({ failure: { kind: 'interrupted' } });
      expect(await found()).toEqual([]);
    });

    test('a stopped service is listed with the reason', async () => {
      const one = service(image, 'one', 'while ! test -e /end; do sleep 0.05; done; echo farewell; exit 5');
      unwrap(await provider().start(plan([one]), never));
      unwrap(await provider().execute(target('one'), ['touch', '/end']));
      await expect
        .poll(async () => (await found())[0], { timeout: 5000 })
        .toMatchObject({ state: 'stopped', detail: 'exit code 5' });
      expect(unwrap(await provider().lastLines(target('one'), 5))).toEqual(['farewell']);
    });

    test('a folder is copied out', async () => {
      const one = service(
        image,
        'one',
        'mkdir -p /logs/a; echo x > /logs/a/b; ln -s /etc /logs/c; sleep 600',
        {
          ready: ['test', '-e', '/logs/c'],
        },
      );
      unwrap(await provider().start(plan([one]), never));
      const into = await mkdtemp(join(tmpdir(), 'gm1-copy-'));
      unwrap(await provider().copyOut(target('one'), '/logs', into));
      expect(await readFile(join(into, 'a', 'b'), 'utf8')).toBe('x\n');
      await expect(readFile(join(into, 'c', 'hostname'))).rejects.toThrow('ENOENT');
    });

    test('a snapshot is an image with what the service wrote until its clean end', async () => {
      const script =
        'trap "echo end >> /data; exit 0" TERM; echo begin > /data; while :; do sleep 0.05; done';
      const ref = `gm1/seed:contract-${process.pid}`;
      unwrap(
        await provider().start(
          plan([service(image, 'one', script, { ready: ['test', '-s', '/data'] })]),
          never,
        ),
      );
      expect(unwrap(await provider().snapshot(target('one'), ref, { purpose: 'test' })).digest).toMatch(
        /^sha256:/,
      );
      unwrap(await provider().remove(environment));
      unwrap(await provider().start(plan([service(ref, 'one', 'sleep 600')]), never));
      const run = await provider().execute(target('one'), ['cat', '/data']);
      expect(unwrap(run).stdout).toBe('begin\nend\n');
    });
  }
}
