import { expect, test } from 'vitest';
import { configOf } from '../core/definition.ts';
import { failed } from '../core/failure.ts';
import type { AttemptStatus } from '../core/result.ts';
import type { Runner } from '../runners/runner.ts';
import { broken, FakeStages, runFake } from '../testing/fake-run.ts';
import { sampleDefinition } from '../testing/sample-run.ts';

test.each<[string, readonly AttemptStatus[], string]>([
  ['passes on train once more is of the product', ['passed'], 'product'],
  ['fails on train, too, once more is noise', ['passed', 'failed'], 'noise'],
])('a regressed test that %s', async (_what, train, cause) => {
  const stages = new FakeStages({ train, next: ['failed'] });
  const { outcome } = await runFake(stages);
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
  const { outcome } = await runFake(stages);
  expect(await outcome).toMatchObject({
    value: { comparison: { tests: [{ verdict: 'regressed', attribution: { cause: 'test' } }] } },
  });
  expect(versions.filter(Boolean)).toEqual(['next']);
});

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
  const { outcome } = await runFake(stages, { tracks: withOwnConfig });
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
  const { outcome, events } = await runFake(stages, { tracks: withOwnConfig });
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
  const { outcome } = await runFake(stages, { control: true, tracks: withOwnConfig });
  expect(await outcome).toMatchObject({ value: { record: { exchanged: [{ exchange: 'train-again' }] } } });
  expect(stages.calls.filter((call) => call === 'up next')).toHaveLength(1);
});
