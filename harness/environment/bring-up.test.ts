import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BuildRecord } from '../core/build-record.ts';
import { failed, ok } from '../core/failure.ts';
import { homeAt } from '../system/home.ts';
import type { HttpAnswer, HttpRequest } from '../system/http.ts';
import { MemoryProvider } from '../testing/memory-provider.ts';
import { simulatedTime } from '../testing/simulated-time.ts';
import { type BringUpInput, bringUp } from './bring-up.ts';
import { environmentNames } from './environment-files.ts';
import { findRunning, listEnvironments } from './environments.ts';
import { seedKey } from './seed.ts';
import { serviceNames } from './services.ts';
import type { Surroundings } from './surroundings.ts';
import { takeDown } from './take-down.ts';

const wikis = [
  { dbname: 'testwiki', lang: 'en', shape: 'wikipedia' },
  { dbname: 'testrtlwiki', lang: 'he', shape: 'wikipedia' },
] as const;

const build: BuildRecord = {
  id: '1',
  track: 'next',
  version: '1.43.11',
  image: { ref: 'gm1/track:1', digest: 'sha256:1' },
  kind: 'full',
  reason: '',
  startedAt: '2026-01-01T00:00:00Z',
  phases: [],
  seconds: 0,
  bytes: 0,
  files: 0,
  manifest: {
    hash: '',
    version: '1.43.11',
    versions: ['1.43.11'],
    checkouts: [],
    config: { name: 'contained', hash: '' },
  },
};

const servicesImage = { ref: 'gm1/services:1', digest: 'sha256:2' };
const seed = `gm1/seed:${seedKey({ track: 'next', trackImage: build.image, servicesImage, wikis, signal: AbortSignal.abort() })}`;

function input(more: Partial<BringUpInput> = {}): BringUpInput {
  return {
    definition: {
      name: 'demo',
      file: '/demo.yaml',
      tracks: { train: { kind: 'debian', suite: 'trixie' }, next: { kind: 'debian', suite: 'sid' } },
      runtime: { base: 'trixie', php: '8.4' },
      config: 'contained',
      wikis,
      suites: [],
    },
    environment: 'demo',
    build,
    servicesImage,
    listener: { started: () => {}, finished: () => {} },
    signal: new AbortController().signal,
    ...more,
  };
}

type Answer = (request: HttpRequest, password: string) => Partial<HttpAnswer> | undefined;

/** What a working wiki answers: the first port of the farm is testwiki's. */
const working: Answer = ({ url, form }, password) => {
  if (form)
    return {
      body: JSON.stringify({ clientlogin: { status: form.password === password ? 'PASS' : 'FAIL' } }),
    };
  if (url.includes('meta=tokens'))
    return { body: '{"query":{"tokens":{"logintoken":"t"}}}', cookies: ['s=1'] };
  const wikiid = Number(new URL(url).port) % 2 === firstPort % 2 ? 'testwiki' : 'testrtlwiki';
  return { body: JSON.stringify({ query: { general: { wikiid } } }) };
};

let firstPort = 0;
let provider: MemoryProvider;
let around: Surroundings;
let answer: Answer;

beforeEach(async () => {
  provider = new MemoryProvider([seed]);
  provider.snapshots.set(seed, { 'gm1.seed': seed.slice('gm1/seed:'.length) });
  provider.onStart = (plan) => {
    firstPort = plan.services.find(({ name }) => name === 'edge')?.ports[0]?.outside ?? 0;
    return ok(undefined);
  };
  answer = working;
  const home = homeAt(await mkdtemp(join(tmpdir(), 'gm1-up-')));
  const http = {
    send: async (request: HttpRequest) => {
      const said = answer(request, await sysopPassword());
      if (said) return ok({ status: 200, body: '', cookies: [], ...said });
      return failed({ kind: 'infrastructure', what: 'No answer.', next: '' } as const);
    },
  };
  around = {
    provider,
    http,
    home,
    isPortFree: async () => true,
    freeBytes: async () => undefined,
    owner: 'me',
    ...simulatedTime(),
  };
});

async function sysopPassword(): Promise<string> {
  return readFile(join(around.home.environments, 'demo', 'next', 'secrets', 'sysop'), 'utf8');
}

describe('an environment that comes up', () => {
  test('is on record with its wikis, accounts, phases and lease', async () => {
    const up = await bringUp(around, input());
    expect(up).toMatchObject({
      ok: true,
      value: {
        record: {
          name: 'demo',
          track: 'next',
          state: 'ready',
          lease: { owner: 'me', expires: '2026-01-01T08:00:00.000Z' },
          phases: [{ name: 'seed' }, { name: 'provision' }, { name: 'ready' }],
        },
        endpoints: {
          scriptPath: '/w',
          accounts: [{ persona: 'sysop', password: await sysopPassword() }, ...Array(8).fill({})],
        },
      },
    });
    expect(await findRunning(around, 'demo', 'next')).toEqual(up);
  });

  test('has an endpoints file that only its owner can read', async () => {
    const up = await bringUp(around, input());
    if (!up.ok) throw new Error(up.failure.what);
    expect(JSON.parse(await readFile(up.value.endpointsFile, 'utf8'))).toEqual(up.value.endpoints);
    expect((await stat(up.value.endpointsFile)).mode & 0o777).toBe(0o600);
  });

  test('replaces the one of the same name', async () => {
    await bringUp(around, input());
    await bringUp(around, input());
    expect(provider.services).toHaveLength(serviceNames.length);
    expect(await listEnvironments(around)).toMatchObject({ value: { records: [{ state: 'ready' }] } });
  });

  test('waits for wikis that do not answer yet', async () => {
    let silent = 50;
    answer = (request, password) => (silent-- > 0 ? undefined : working(request, password));
    expect(await bringUp(around, input())).toMatchObject({ ok: true });
  });

  test('leaves no file and no service when it is taken down', async () => {
    await bringUp(around, input());
    expect(await takeDown(around, 'demo')).toEqual({ ok: true });
    expect(provider.services).toEqual([]);
    expect(await environmentNames(around.home)).toEqual([]);
  });
});

describe('an environment that cannot come up', () => {
  async function failureOf(more: Partial<BringUpInput> = {}) {
    const up = await bringUp(around, input(more));
    if (up.ok) throw new Error('it came up');
    expect(provider.services).toEqual([]);
    expect(await environmentNames(around.home)).toEqual([]);
    return up.failure;
  }

  test('because wikis answer with server errors is given up after ten seconds, and the answer is quoted', async () => {
    answer = () => ({ status: 500, body: '<html><style>x{}</style><b>boom</b> at line 2</html>' });
    provider.onExecute = (_target, [, , script]) =>
      script?.includes('php.log') ? { stdout: 'PHP Fatal error: boom\n' } : {};
    const failure = await failureOf();
    expect(failure.kind).toBe('infrastructure');
    expect(failure.what).toContain('testwiki, testrtlwiki of demo (next)');
    expect(failure.why).toMatch(
      /^testwiki has said for 10 s: HTTP 500: boom at line 2\..*php\.log: PHP Fatal/,
    );
  });

  test('because they stay silent is given up after ninety seconds', async () => {
    answer = () => undefined;
    expect((await failureOf()).why).toContain('for 90 s: No answer.');
  });

  test('because the wrong wiki answers says which', async () => {
    answer = (request, password) =>
      request.url.includes('siteinfo')
        ? { body: '{"query":{"general":{"wikiid":"enwiki"}}}' }
        : working(request, password);
    expect((await failureOf()).why).toContain('it is the wiki enwiki');
  });

  test('because the sysop cannot log in says so', async () => {
    answer = (request) => working(request, 'another password');
    expect((await failureOf()).why).toContain('Admin cannot log in: FAIL');
  });

  test('because a service has ended is given up at once, with its last words', async () => {
    answer = () => {
      provider.stop({ environment: 'demo', track: 'next', service: 'app' }, 'out of memory');
      return undefined;
    };
    const failure = await failureOf();
    expect(failure.what).toBe('The service app of demo (next) has ended (out of memory).');
    expect(failure.why).toContain('last words of app');
    expect(around.clock.seconds()).toBe(0);
  });

  test('because of a service that does not start passes that failure on', async () => {
    const cause = { kind: 'infrastructure', what: 'No.', next: 'Try.' } as const;
    provider.onStart = () => failed(cause);
    expect(await failureOf()).toEqual(cause);
  });

  test('because it is interrupted while wikis are awaited', async () => {
    const controller = new AbortController();
    answer = () => {
      controller.abort();
      return undefined;
    };
    expect((await failureOf({ signal: controller.signal })).kind).toBe('interrupted');
  });

  test('because no port is free', async () => {
    around = { ...around, isPortFree: async () => false };
    expect((await failureOf()).what).toContain('ports of the loopback interface');
  });
});

test('two that make one environment at once do not disturb each other', async () => {
  const [first, second] = await Promise.all([bringUp(around, input()), bringUp(around, input())]);
  const outcomes = [first, second].toSorted((a, b) => Number(b.ok) - Number(a.ok));
  expect(outcomes).toMatchObject([
    { ok: true },
    {
      ok: false,
      failure: { kind: 'usage', what: expect.stringContaining(`process ${process.pid} is at \`gm1 up\``) },
    },
  ]);
  expect(provider.services).toHaveLength(serviceNames.length);
});
