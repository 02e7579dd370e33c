import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { changeWaivers } from '../config/waivers-file.ts';
import type { Definition } from '../core/definition.ts';
import { failed, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { tracks } from '../core/track.ts';
import { JournalStore } from '../store/journal/journal-store.ts';
import { callGm1 } from '../testing/command-call.ts';
import {
  passingAttempts,
  sampleBuild,
  sampleDefinition,
  sampleEnvironment,
  sampleLog,
  sampleLogs,
} from '../testing/sample-run.ts';

let folder: string;
let definition: Definition;
let store: JournalStore;
const clock = { now: () => new Date('2026-11-22T02:00:00Z'), seconds: () => 0 };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-compare-'));
  definition = { ...sampleDefinition, file: join(folder, 'sample.yaml') };
  store = new JournalStore(join(folder, 'runs'), clock);
});

afterEach(() => rm(folder, { recursive: true }));

/** A whole run in which every test passes and one line is logged so often on each track. */
async function recordRun(lines: Readonly<Record<Track, number>>, control = false): Promise<string> {
  const journal = await store.begin(definition, control);
  for (const track of tracks) {
    await journal.write({ type: 'built', track, build: sampleBuild(track) });
    await journal.write({ type: 'environment-ready', track, environment: sampleEnvironment(track) });
    const suite = { track, purpose: 'first', seconds: 1 } as const;
    for (const name of definition.suites)
      await journal.write({ type: 'suite-finished', suite: name, ...suite });
    const records = Array.from({ length: lines[track] }, () => sampleLog(track));
    await journal.writeLogs(sampleLogs(track, records));
  }
  for (const attempt of passingAttempts(2)) await journal.write({ type: 'attempt', attempt });
  await journal.write({ type: 'run-finished' });
  return journal.id;
}

const output = z.object({
  gate: z.object({ verdict: z.string(), reasons: z.array(z.string()) }),
  logs: z.record(z.string(), z.number()),
  findings: z.array(z.looseObject({ number: z.number().optional(), verdict: z.string() })),
  waivers: z.array(z.looseObject({ state: z.string(), finding: z.string() })),
  controls: z.array(z.looseObject({ run: z.string() })),
});

async function compare(run: string) {
  const { exitCode, stdout, stderr } = await callGm1(['compare', run, '--json'], {
    services: {
      store,
      filesOf: async () => undefined,
      commitsBetween: async () => failed({ kind: 'usage', what: 'Not kept.', next: '' }),
      writeReport: async () => ok({ directory: folder, index: 'index.html', notices: [] }),
    },
  });
  if (!stdout) throw new Error(stderr);
  return { exitCode, ...output.parse(JSON.parse(stdout)) };
}

test('a rate that is raised is decided once there is a control run', async () => {
  const run = await recordRun({ train: 10, next: 60 });
  expect(await compare(run)).toMatchObject({
    exitCode: 3,
    gate: { verdict: 'inconclusive' },
    logs: { raised: 1 },
    findings: [{ number: 1, verdict: 'raised', undecided: true }],
    controls: [],
  });
  const control = await recordRun({ train: 10, next: 11 }, true);
  expect((await compare(control)).exitCode).toBe(0);
  expect(await compare(run)).toMatchObject({
    exitCode: 1,
    gate: { verdict: 'no-go' },
    controls: [{ run: control, signatures: 1, falseLogs: 0 }],
  });
});

test('a control run with the same noise makes it the same', async () => {
  const run = await recordRun({ train: 10, next: 60 });
  await compare(await recordRun({ train: 60, next: 9 }, true));
  expect(await compare(run)).toMatchObject({ exitCode: 0, logs: { same: 1 }, findings: [] });
});

test('a waiver lets a run of before pass, and shows who waived', async () => {
  const run = await recordRun({ train: 0, next: 1 });
  expect((await compare(run)).exitCode).toBe(1);
  const waiver = {
    task: 'T1',
    owner: 'releng',
    scope: 'log',
    signature: 'error · error · Something broke',
    reason: 'known',
    expires: '2026-11-22',
  } as const;
  await changeWaivers(join(folder, 'waivers.yaml'), { add: [waiver], remove: [] });
  expect(await compare(run)).toMatchObject({
    exitCode: 0,
    gate: { verdict: 'go' },
    logs: { new: 0, waived: 1 },
    findings: [{ number: 1, verdict: 'waived', waived: { verdict: 'new', waiver } }],
    waivers: [{ state: 'live', finding: 'found' }],
  });
});
