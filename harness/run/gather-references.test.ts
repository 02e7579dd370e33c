import { expect, test } from 'vitest';
import { compareRun } from '../comparison/compare-run.ts';
import type { Definition } from '../core/definition.ts';
import type { Waiver } from '../core/waiver.ts';
import { MemoryRunStore } from '../testing/memory-run-store.ts';
import { sampleDefinition, sampleRun } from '../testing/sample-run.ts';
import { unwrap } from '../testing/unwrap.ts';
import { gatherReferences } from './gather-references.ts';

const waiver: Waiver = {
  task: 'T1',
  owner: 'a',
  scope: 'log',
  signature: 'x',
  reason: 'y',
  expires: '2027-01-01',
};

function storeOfRuns() {
  let today = '';
  const clock = { now: () => new Date(today), seconds: () => 0 };
  const store = new MemoryRunStore('/no/results', clock);
  return {
    store,
    async add(day: string, control: boolean, definition: Definition = sampleDefinition, isFinished = true) {
      today = `${day}T02:00:00.000Z`;
      const { id, write } = await store.begin(definition, control);
      if (isFinished) await write({ type: 'run-finished' });
      await store.writeComparison(id, compareRun(sampleRun({ id, startedAt: today, control })));
      return id;
    },
  };
}

test('control runs count for a week before and after, in the same environment', async () => {
  const { store, add } = storeOfRuns();
  await add('2026-11-14', true);
  const before = await add('2026-11-15', true);
  await add('2026-11-20', true, { ...sampleDefinition, name: 'other' });
  await add('2026-11-20', true, sampleDefinition, false);
  const run = await add('2026-11-22', false);
  const after = await add('2026-11-25', true);
  await add('2026-11-30', true);
  const { controls, history } = await gatherReferences(store, unwrap(await store.read(run)), []);
  expect(controls.map(({ run: id }) => id)).toEqual([after, before]);
  expect(history).toEqual([]);
});

test('a control run is no reference for itself', async () => {
  const { store, add } = storeOfRuns();
  const run = await add('2026-11-22', true);
  expect((await gatherReferences(store, unwrap(await store.read(run)), [])).controls).toEqual([]);
});

test('earlier runs are read, the newest first', async () => {
  const { store, add } = storeOfRuns();
  const first = await add('2026-11-01', false);
  await add('2026-11-02', true);
  const second = await add('2026-11-03', false);
  const run = await add('2026-11-22', false);
  await add('2026-11-23', false);
  const { history } = await gatherReferences(store, unwrap(await store.read(run)), [waiver]);
  expect(history.map(({ run: id }) => id)).toEqual([second, first]);
});

test('a control run that was not compared, or before rates were, is left out', async () => {
  const { store, add } = storeOfRuns();
  const old = await add('2026-11-21', true);
  await store.writeComparison(old, { ...compareRun(sampleRun({ id: old })), startedAt: '' });
  const { id, write } = await store.begin(sampleDefinition, true);
  await write({ type: 'run-finished' });
  const run = await add('2026-11-22', false);
  expect(id).not.toBe(run);
  expect((await gatherReferences(store, unwrap(await store.read(run)), [])).controls).toEqual([]);
});
