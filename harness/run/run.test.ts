import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configOf, type Definition } from '../core/definition.ts';
import { type EarlierAttempts, noEarlierAttempts } from '../core/earlier-attempts.ts';
import { type Failure, failed, ok } from '../core/failure.ts';
import type { AttemptStatus } from '../core/result.ts';
import type { RunEventBody } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';
import type { Runner, SuiteJob } from '../runners/runner.ts';
import { MemoryRunStore } from '../testing/memory-run-store.ts';
import { sampleBuild, sampleDefinition, sampleEnvironment, sampleLogs } from '../testing/sample-run.ts';
import type { BuildHistory } from './find-suspects.ts';
import { runBothTracks } from './run.ts';
import type { Stages } from './stages.ts';

const clock = { now: () => new Date('2026-11-22T12:00:00.000Z'), seconds: () => 0 };
const broken: Failure = { kind: 'infrastructure', what: 'It broke.', next: 'Mend it.' };

/** How each attempt of the one test of each suite ends, per track, in order; the last one holds on. */
type Script = Readonly<Record<Track, readonly AttemptStatus[]>>;

class FakeStages implements Stages {
  readonly calls: string[] = [];
  readonly attempts = { train: 0, next: 0 };
  readonly script: Script;
  onCall: (call: string) => void = () => {};
  /** What ends on next while its suite runs. */
  outage?: Failure | undefined;
  /** From when to when it was away; it stays away when absent. */
  away?: Parameters<Parameters<Stages['watch']>[2]>[1];
  /** By track, when what failed began. */
  readonly doubts: string[] = [];
  /** Whether jobs still ran on it when its logs were collected. */
  unfinishedJobs = false;

  constructor(script: Script = { train: ['passed'], next: ['passed'] }) {
    this.script = script;
  }

  async runners({ suites }: Definition) {
    const runner: Runner = { takes: [], run: (job) => this.#run(job) };
    return Object.fromEntries(suites.map((suite) => [suite, runner]));
  }

  async build({ track }: Parameters<Stages['build']>[0]) {
    this.#call(`build ${track}`);
    return ok(sampleBuild(track));
  }

  async bringUp({ environment, build }: Parameters<Stages['bringUp']>[0]): ReturnType<Stages['bringUp']> {
    this.#call(`up ${build.track}`);
    const record = { ...sampleEnvironment(build.track), name: environment };
    const endpoints = { environment, track: build.track, scriptPath: '/w', wikis: [], accounts: [] };
    return ok({ record, endpoints, endpointsFile: '' });
  }

  watch(...[, track, onOutage]: Parameters<Stages['watch']>) {
    if (this.outage && track === 'next') onOutage(this.outage, this.away);
    const doubt = (since: string) => void this.doubts.push(`${track} ${since}`);
    return { doubt, async [Symbol.asyncDispose]() {} };
  }

  async takeDown() {
    this.#call('down');
    return ok(undefined);
  }

  async reset({ track }: Parameters<Stages['reset']>[0]) {
    this.#call(`reset ${track}`);
    return ok(undefined);
  }

  async collectLogs(_environment: string, track: Track) {
    this.#call(`logs ${track}`);
    return ok({ ...sampleLogs(track), unfinishedJobs: this.unfinishedJobs });
  }

  async #run({ suite, purpose, endpoints: { track }, onAttempt }: SuiteJob) {
    this.#call(`${purpose} ${suite} ${track}`);
    const status =
      this.script[track][Math.min(this.attempts[track], this.script[track].length - 1)] ?? 'passed';
    this.attempts[track] += 1;
    const attempt = {
      test: { suite, file: 'a.spec.ts', titlePath: ['works'], project: suite },
      track,
      purpose,
      status,
      startedAt: clock.now().toISOString(),
      seconds: 1,
      ...(status === 'failed' && { message: 'It did not.' }),
      attachments: [],
    };
    onAttempt(attempt);
    return ok({ attempts: [attempt], problems: [] });
  }

  #call(call: string): void {
    this.calls.push(call);
    this.onCall(call);
  }
}

const history: BuildHistory = { filesOf: async () => undefined, commitsBetween: async () => failed(broken) };

async function run(
  stages: FakeStages,
  control = false,
  earlier: EarlierAttempts = noEarlierAttempts,
  tracks: Definition['tracks'] = sampleDefinition.tracks,
) {
  const store = new MemoryRunStore(await mkdtemp(join(tmpdir(), 'gm1-run-')), clock);
  const interrupt = new AbortController();
  const events: RunEventBody[] = [];
  const definition = { ...sampleDefinition, tracks, suites: ['http'] as const };
  const host = { cores: 2, memory: 1, system: 'test' };
  const outcome = runBothTracks(
    { definition, control, workers: 2 },
    {
      stages,
      store,
      clock,
      host,
      waivers: [],
      history,
      earlier: async () => earlier,
      signal: interrupt.signal,
      onEvent: (event) => void events.push(event),
    },
  );
  return { outcome, store, interrupt, events };
}

test('stages run in order, train first, and the environment is removed at the end', async () => {
  const stages = new FakeStages();
  const { outcome } = await run(stages);
  expect(await outcome).toMatchObject({ value: { comparison: { gate: { verdict: 'go' }, total: 1 } } });
  expect(stages.calls).toEqual([
    'build train',
    'build next',
    'up train',
    'up next',
    'first http train',
    'first http next',
    'logs train',
    'logs next',
    'down',
  ]);
});

test('a test that fails on next alone is confirmed twice there', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed'] });
  const { outcome } = await run(stages);
  expect(await outcome).toMatchObject({
    value: { comparison: { gate: { verdict: 'no-go' }, counts: { regressed: 1 } } },
  });
  expect(stages.calls.slice(stages.calls.indexOf('first http next') + 1)).toEqual([
    'reset next',
    'confirming http next',
    'confirming http next',
    'confirming http train',
    'logs train',
    'logs next',
    'down',
  ]);
});

test.each<[string, readonly AttemptStatus[], string]>([
  ['passes on train once more is of the product', ['passed'], 'product'],
  ['fails on train, too, once more is noise', ['passed', 'failed'], 'noise'],
])('a regressed test that %s', async (_what, train, cause) => {
  const stages = new FakeStages({ train, next: ['failed'] });
  const { outcome } = await run(stages);
  expect(await outcome).toMatchObject({
    value: {
      record: { exchanged: [{ exchange: 'train-again' }] },
      comparison: {
        gate: { verdict: 'no-go' },
        counts: { regressed: 1 },
        tests: [{ attribution: { cause }, attempts: { train: { length: 1 } } }],
      },
    },
  });
});

test("a regressed test of upstream's is run at next's version, too", async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed', 'failed', 'failed', 'passed'] });
  const versions: unknown[] = [];
  const runners = stages.runners.bind(stages);
  stages.runners = async (definition) => {
    const { http } = await runners(definition);
    if (!http) throw new Error('There is no runner.');
    const run: Runner['run'] = (job) => {
      versions.push(job.choice?.testsOf);
      return http.run(job);
    };
    return { http: { takes: ['testsOf'], run } };
  };
  const { outcome } = await run(stages);
  expect(await outcome).toMatchObject({
    value: { comparison: { tests: [{ verdict: 'regressed', attribution: { cause: 'test' } }] } },
  });
  expect(versions.filter(Boolean)).toEqual(['next']);
});

test('a track that cannot be reset is a failure of the run, and its tests are confirmed all the same', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed'] });
  stages.reset = async () => failed(broken);
  const { outcome } = await run(stages);
  expect(await outcome).toMatchObject({
    value: { record: { failures: [{ track: 'next', phase: 'reset' }] } },
  });
  expect(confirmingOf(stages)).toHaveLength(2);
});

/** What the one test did in forty runs before. */
const before = (train: string, next: string): EarlierAttempts =>
  new Map([['http › a.spec.ts › works › http', { train: train.repeat(40), next: next.repeat(40) }]]);

const confirmingOf = ({ calls }: FakeStages) => calls.filter((call) => call === 'confirming http next');

test('a test that was flaky before is confirmed more often', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed'] });
  const { outcome } = await run(stages, false, before('P', 'F'));
  expect(await outcome).toMatchObject({ value: { comparison: { counts: { regressed: 1 } } } });
  expect(confirmingOf(stages)).toHaveLength(10);
});

test('in a control run, what next did before does not count', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed'] });
  const { outcome } = await run(stages, true, before('P', 'F'));
  expect(await outcome).toMatchObject({ ok: true });
  expect(confirmingOf(stages)).toHaveLength(2);
});

test('the first confirming attempt that passes is the last', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed', 'passed'] });
  const { outcome } = await run(stages);
  expect(await outcome).toMatchObject({ value: { comparison: { counts: { 'flaky-next': 1 } } } });
  expect(confirmingOf(stages)).toEqual(['confirming http next']);
});

test('a test that is flaky as it never was before is a no-go', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed', 'passed'] });
  const { outcome } = await run(stages, false, before('P', 'P'));
  expect(await outcome).toMatchObject({
    value: { comparison: { gate: { verdict: 'no-go' }, counts: { 'newly-flaky': 1 } } },
  });
});

test('a runner that does not give the attempts it was asked for is not asked for ever', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed'] });
  const runners = stages.runners.bind(stages);
  stages.runners = async (definition) => {
    const { http } = await runners(definition);
    if (!http) throw new Error('There is no runner.');
    const run: Runner['run'] = async (job) => {
      const finished = await http.run(job);
      return job.purpose === 'first' ? finished : ok({ attempts: [], problems: [] });
    };
    return { http: { ...http, run } };
  };
  const { outcome } = await run(stages);
  expect(await outcome).toMatchObject({ value: { comparison: { gate: { verdict: 'no-go' } } } });
  expect(confirmingOf(stages)).toHaveLength(10);
});

test('a service that ends while tests run makes the run inconclusive, and the run goes on', async () => {
  const stages = new FakeStages();
  stages.outage = broken;
  const { outcome, events } = await run(stages);
  expect(await outcome).toMatchObject({ value: { comparison: { gate: { verdict: 'inconclusive' } } } });
  expect(events).toContainEqual({ type: 'failed', track: 'next', phase: 'http', failure: broken });
  expect(stages.calls.slice(-4)).toEqual(['first http next', 'logs train', 'logs next', 'down']);
});

test('each attempt that failed lets the services be asked whether they work', async () => {
  const began = clock.now().toISOString();
  const stages = new FakeStages({ train: ['passed'], next: ['failed', 'passed'] });
  const { outcome } = await run(stages);
  expect(await outcome).toMatchObject({ ok: true });
  expect(stages.doubts).toEqual([`next ${began}`]);
});

test('what failed while services were away is run again once, and no-one is blamed', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed', 'passed'] });
  [stages.outage, stages.away] = [broken, { from: clock.now().toISOString(), to: clock.now().toISOString() }];
  stages.onCall = (call) => {
    if (call === 'first http next') stages.outage = undefined;
  };
  const { outcome, events } = await run(stages, false, before('P', 'P'));
  expect(await outcome).toMatchObject({
    value: {
      record: { failures: [], outages: [{ track: 'next', failure: broken }], notices: ['It broke.'] },
      comparison: { counts: { spurious: 1, 'newly-flaky': 0 }, gate: { verdict: 'inconclusive' } },
    },
  });
  expect(confirmingOf(stages)).toEqual(['confirming http next']);
  expect(events).toContainEqual({ type: 'outage', track: 'next', ...stages.away, failure: broken });
});

test('jobs that did not end before the logs were collected are told of', async () => {
  const stages = new FakeStages();
  stages.unfinishedJobs = true;
  const { outcome, events } = await run(stages);
  expect(await outcome).toMatchObject({ ok: true });
  expect(events.filter(({ type }) => type === 'notice')).toEqual([
    { type: 'notice', text: 'Jobs of train did not end; what they log is missing.' },
    { type: 'notice', text: 'Jobs of next did not end; what they log is missing.' },
  ]);
});

test('a failure that is not confirmed is flaky, not regressed', async () => {
  const { outcome } = await run(new FakeStages({ train: ['passed'], next: ['failed', 'passed'] }));
  expect(await outcome).toMatchObject({
    value: { comparison: { counts: { regressed: 0, 'flaky-next': 1 } } },
  });
});

test('a track that does not start is one finding, ends the run as inconclusive and leaves nothing', async () => {
  const stages = new FakeStages();
  const up = stages.bringUp.bind(stages);
  stages.bringUp = async (request) => (request.build.track === 'next' ? failed(broken) : up(request));
  const { outcome } = await run(stages);
  expect(await outcome).toMatchObject({
    value: {
      record: { failures: [{ track: 'next', phase: 'provision', failure: broken }] },
      comparison: { gate: { verdict: 'inconclusive' }, total: 0 },
    },
  });
  expect(stages.calls.at(-1)).toBe('down');
  expect(stages.calls.some((call) => call.startsWith('first'))).toBe(false);
});

test.each([['build next'], ['up train'], ['first http train'], ['first http next'], ['logs next']])(
  'an interrupt during "%s" takes the environment down and is never a verdict',
  async (moment) => {
    const stages = new FakeStages();
    const { outcome, store, interrupt, events } = await run(stages);
    stages.onCall = (call) => call === moment && interrupt.abort();
    expect(await outcome).toMatchObject({ failure: { kind: 'interrupted' } });
    if (moment !== 'build next') expect(stages.calls.at(-1)).toBe('down');
    expect(events.some(({ type }) => type === 'run-finished')).toBe(false);
    expect((await store.list()).map(({ state }) => state)).not.toContain('finished');
  },
);

const { train, next } = sampleDefinition.tracks;
const withOwnConfig = { train, next: { ...next, config: '/changed' } };

test.each<[AttemptStatus, string]>([
  ['passed', 'configuration'],
  ['failed', 'product'],
])("what regressed and %s with train's configuration is of the %s", async (status, cause) => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed', 'failed', 'failed', status] });
  const configs: unknown[] = [];
  const build = stages.build.bind(stages);
  stages.build = async (request) => {
    configs.push(configOf(request.definition, request.track));
    return build(request);
  };
  const { outcome } = await run(stages, false, noEarlierAttempts, withOwnConfig);
  expect(await outcome).toMatchObject({
    value: {
      record: { exchanged: [{ exchange: 'train-again' }, { exchange: 'config-of-train' }] },
      comparison: { gate: { verdict: 'no-go' }, tests: [{ verdict: 'regressed', attribution: { cause } }] },
    },
  });
  expect(configs).toEqual([sampleDefinition.config, '/changed', sampleDefinition.config]);
  expect(stages.calls.slice(stages.calls.indexOf('logs train'))).toEqual([
    'logs train',
    'logs next',
    'build next',
    'up next',
    'confirming http next',
    'down',
  ]);
});

test("what regressed is told without train's configuration when that cannot be built", async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed'] });
  const build = stages.build.bind(stages);
  stages.build = async (request) => (stages.calls.includes('logs next') ? failed(broken) : build(request));
  const { outcome, events } = await run(stages, false, noEarlierAttempts, withOwnConfig);
  expect(await outcome).toMatchObject({
    value: { record: { failures: [] }, comparison: { tests: [{ attribution: { cause: 'product' } }] } },
  });
  expect(events).toContainEqual({
    type: 'notice',
    text: "What regressed could not be run with train's configuration: It broke. Mend it.",
  });
});

test('a control run has one configuration, too', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed'] });
  const { outcome } = await run(stages, true, noEarlierAttempts, withOwnConfig);
  expect(await outcome).toMatchObject({ value: { record: { exchanged: [{ exchange: 'train-again' }] } } });
  expect(stages.calls.filter((call) => call === 'up next')).toHaveLength(1);
});

test('a control run builds the train for both sides', async () => {
  const stages = new FakeStages();
  const sources: string[] = [];
  const build = stages.build.bind(stages);
  stages.build = async (request) => {
    const source = request.definition.tracks[request.track];
    sources.push('suite' in source ? source.suite : source.kind);
    return build(request);
  };
  const { outcome } = await run(stages, true);
  expect(await outcome).toMatchObject({ value: { record: { control: true } } });
  expect(sources).toEqual(['trixie', 'trixie']);
});
