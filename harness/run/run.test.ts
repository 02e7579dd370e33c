import { expect, test } from 'vitest';
import type { EarlierAttempts } from '../core/earlier-attempts.ts';
import { failed, ok } from '../core/failure.ts';
import type { Runner } from '../runners/runner.ts';
import { broken, clock, FakeStages, runFake } from '../testing/fake-run.ts';

test('stages run in order, train first, and the environment is removed at the end', async () => {
  const stages = new FakeStages();
  const { outcome } = await runFake(stages);
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
  const { outcome } = await runFake(stages);
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

test('a suite that is to run again runs on both tracks in turn, and what fails but once is flaky', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['passed', 'failed', 'passed'] });
  const { outcome } = await runFake(stages, { repeat: 3 });
  expect(await outcome).toMatchObject({
    value: { comparison: { counts: { 'flaky-next': 1 }, tests: [{ attempts: { next: { length: 3 } } }] } },
  });
  expect(stages.calls.filter((call) => /^(first|confirming)/.test(call))).toEqual([
    'first http train',
    'first http next',
    'first http train',
    'first http next',
    'first http train',
    'first http next',
  ]);
});

test('a track that cannot be reset is a failure of the run, and its tests are confirmed all the same', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed'] });
  stages.reset = async () => failed(broken);
  const { outcome } = await runFake(stages);
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
  const { outcome } = await runFake(stages, { earlier: before('P', 'F') });
  expect(await outcome).toMatchObject({ value: { comparison: { counts: { regressed: 1 } } } });
  expect(confirmingOf(stages)).toHaveLength(10);
});

test('in a control run, what next did before does not count', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed'] });
  const { outcome } = await runFake(stages, { control: true, earlier: before('P', 'F') });
  expect(await outcome).toMatchObject({ ok: true });
  expect(confirmingOf(stages)).toHaveLength(2);
});

test('the first confirming attempt that passes is the last', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed', 'passed'] });
  const { outcome } = await runFake(stages);
  expect(await outcome).toMatchObject({ value: { comparison: { counts: { 'flaky-next': 1 } } } });
  expect(confirmingOf(stages)).toEqual(['confirming http next']);
});

test('a test that is flaky as it never was before is a no-go', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed', 'passed'] });
  const { outcome } = await runFake(stages, { earlier: before('P', 'P') });
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
  const { outcome } = await runFake(stages);
  expect(await outcome).toMatchObject({ value: { comparison: { gate: { verdict: 'no-go' } } } });
  expect(confirmingOf(stages)).toHaveLength(10);
});

test('a service that ends while tests run makes the run inconclusive, and the run goes on', async () => {
  const stages = new FakeStages();
  stages.outage = broken;
  const { outcome, events } = await runFake(stages);
  expect(await outcome).toMatchObject({ value: { comparison: { gate: { verdict: 'inconclusive' } } } });
  expect(events).toContainEqual({ type: 'failed', track: 'next', phase: 'http', failure: broken });
  expect(stages.calls.slice(-4)).toEqual(['first http next', 'logs train', 'logs next', 'down']);
});

test('each attempt that failed lets the services be asked whether they work', async () => {
  const began = clock.now().toISOString();
  const stages = new FakeStages({ train: ['passed'], next: ['failed', 'passed'] });
  const { outcome } = await runFake(stages);
  expect(await outcome).toMatchObject({ ok: true });
  expect(stages.doubts).toEqual([`next ${began}`]);
});

test('what failed while services were away is run again once, and no-one is blamed', async () => {
  const stages = new FakeStages({ train: ['passed'], next: ['failed', 'passed'] });
  [stages.outage, stages.away] = [broken, { from: clock.now().toISOString(), to: clock.now().toISOString() }];
  stages.onCall = (call) => {
    if (call === 'first http next') stages.outage = undefined;
  };
  const { outcome, events } = await runFake(stages, { earlier: before('P', 'P') });
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
  const { outcome, events } = await runFake(stages);
  expect(await outcome).toMatchObject({ ok: true });
  expect(events.filter(({ type }) => type === 'notice')).toEqual([
    { type: 'notice', text: 'Jobs of train did not end; what they log is missing.' },
    { type: 'notice', text: 'Jobs of next did not end; what they log is missing.' },
  ]);
});

test('a failure that is not confirmed is flaky, not regressed', async () => {
  const { outcome } = await runFake(new FakeStages({ train: ['passed'], next: ['failed', 'passed'] }));
  expect(await outcome).toMatchObject({
    value: { comparison: { counts: { regressed: 0, 'flaky-next': 1 } } },
  });
});

test('a track that does not start is one finding, ends the run as inconclusive and leaves nothing', async () => {
  const stages = new FakeStages();
  const up = stages.bringUp.bind(stages);
  stages.bringUp = async (request) => (request.build.track === 'next' ? failed(broken) : up(request));
  const { outcome } = await runFake(stages);
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
    const { outcome, store, interrupt, events } = await runFake(stages);
    stages.onCall = (call) => call === moment && interrupt.abort();
    expect(await outcome).toMatchObject({ failure: { kind: 'interrupted' } });
    if (moment !== 'build next') expect(stages.calls.at(-1)).toBe('down');
    expect(events.some(({ type }) => type === 'run-finished')).toBe(false);
    expect((await store.list()).map(({ state }) => state)).not.toContain('finished');
  },
);

test('a control run builds the train for both sides', async () => {
  const stages = new FakeStages();
  const sources: string[] = [];
  const build = stages.build.bind(stages);
  stages.build = async (request) => {
    const source = request.definition.tracks[request.track];
    sources.push('suite' in source ? source.suite : source.kind);
    return build(request);
  };
  const { outcome } = await runFake(stages, { control: true });
  expect(await outcome).toMatchObject({ value: { record: { control: true } } });
  expect(sources).toEqual(['trixie', 'trixie']);
});
