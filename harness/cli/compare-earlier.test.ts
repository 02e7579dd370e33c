import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { failed, ok } from '../core/failure.ts';
import type { AttemptStatus } from '../core/result.ts';
import { useRuns } from '../store/index/use-runs.ts';
import { JournalStore } from '../store/journal/journal-store.ts';
import { callGm1 } from '../testing/command-call.ts';
import { passingAttempts, sampleAttempt, sampleDefinition, sampleRun } from '../testing/sample-run.ts';
import { writeRun } from '../testing/write-run.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gm1-earlier-'));
});
afterEach(() => rm(home, { recursive: true }));

/** A night of November in which `edits` passed on train and ended so on next. */
async function recordNight(day: number, next: readonly AttemptStatus[]): Promise<string> {
  const startedAt = new Date(Date.UTC(2026, 10, day, 2)).toISOString();
  const store = new JournalStore(join(home, 'runs'), { now: () => new Date(startedAt), seconds: () => 0 });
  const attempts = [
    ...passingAttempts(2),
    sampleAttempt('train', 'passed', { title: 'edits' }),
    ...next.map((status, index) =>
      sampleAttempt('next', status, { title: 'edits', purpose: index === 0 ? 'first' : 'confirming' }),
    ),
  ];
  const definition = { ...sampleDefinition, file: join(home, 'sample.yaml') };
  return (await writeRun(store, sampleRun({ startedAt, attempts, definition }))).id;
}

const output = z.object({
  gate: z.object({ verdict: z.string() }),
  findings: z.array(z.looseObject({ verdict: z.string(), reason: z.string() })),
});

async function compare(run: string) {
  const { stdout, stderr } = await callGm1(['compare', run, '--json'], {
    services: {
      store: new JournalStore(join(home, 'runs'), { now: () => new Date(), seconds: () => 0 }),
      withIndex: (options, use) =>
        useRuns({ kind: 'file', path: join(home, 'index.sqlite') }, join(home, 'runs'), options, use),
      filesOf: async () => undefined,
      commitsBetween: async () => failed({ kind: 'usage', what: 'Not kept.', next: '' }),
      writeReport: async () => ok({ directory: home, index: 'index.html', notices: [] }),
    },
  });
  if (!stdout) throw new Error(stderr);
  return output.parse(JSON.parse(stdout));
}

test('a test is newly flaky by the runs that the index knows, those before it alone', async () => {
  for (let day = 1; day <= 19; day += 1) await recordNight(day, ['passed']);
  const early = await recordNight(20, ['failed', 'passed']);
  const quiet = await recordNight(21, ['passed']);
  const late = await recordNight(22, ['failed', 'passed']);
  expect(await compare(early)).toMatchObject({
    gate: { verdict: 'no-go' },
    findings: [{ verdict: 'newly-flaky', reason: expect.stringMatching(/in 1 of the last 14 .* 0 of 20 /) }],
  });
  expect(await compare(late)).toMatchObject({
    findings: [{ verdict: 'newly-flaky', reason: expect.stringMatching(/in 2 of the last 14 .* 0 of 22 /) }],
  });
  expect(await compare(quiet)).toMatchObject({ gate: { verdict: 'go' }, findings: [] });
});

test('a flaky test is no news when few runs are known', async () => {
  for (let day = 1; day <= 18; day += 1) await recordNight(day, ['passed']);
  expect(await compare(await recordNight(19, ['failed', 'passed']))).toMatchObject({
    gate: { verdict: 'go' },
    findings: [{ verdict: 'flaky-next' }],
  });
});
