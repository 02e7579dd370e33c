import { expect, test } from 'vitest';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { MemoryProvider } from '../testing/memory-provider.ts';
import { awaitJobs } from './await-jobs.ts';
import type { Executed } from './provider.ts';

const never = new AbortController().signal;

/** A job runner that answers with these, one look after the other and then the last for ever. */
function runner(...answers: readonly Outcome<Executed>[]) {
  let looks = 0;
  let seconds = 0;
  const provider = new MemoryProvider();
  provider.execute = async () => {
    looks += 1;
    return answers[Math.min(looks, answers.length) - 1] ?? idle;
  };
  return {
    provider,
    looks: () => looks,
    clock: { now: () => new Date(0), seconds: () => seconds },
    pause: async (more: number) => {
      seconds += more;
    },
  };
}

const busy = ok({ exitCode: 1, stdout: '', stderr: '' });
const idle = ok({ exitCode: 0, stdout: '', stderr: '' });

test('a runner that is idle is not waited for', async () => {
  const around = runner(idle);
  expect([await awaitJobs(around, 'e', 'next', never), around.looks()]).toEqual([true, 1]);
});

test('a runner is looked at until it is idle', async () => {
  const around = runner(busy, busy, idle);
  expect([await awaitJobs(around, 'e', 'next', never), around.looks()]).toEqual([true, 3]);
});

test('one that is never idle is left after a minute', async () => {
  const around = runner(busy);
  expect(await awaitJobs(around, 'e', 'next', never)).toBe(false);
  expect(around.looks()).toBeGreaterThan(100);
});

test('one that is not there is not waited for', async () => {
  const around = runner(failed({ kind: 'infrastructure', what: 'It is gone.', next: 'Start it.' }));
  expect([await awaitJobs(around, 'e', 'next', never), around.looks()]).toEqual([false, 1]);
});

test('the signal ends the wait', async () => {
  const around = runner(busy);
  expect(await awaitJobs(around, 'e', 'next', AbortSignal.abort())).toBe(false);
  expect(around.looks()).toBe(0);
});
