import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../core/failure.ts';
import type { CollectedLogs, LogRecord } from '../core/log-record.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';
import { serviceNames } from '../environment/services.ts';
import type { RunStore } from '../store/store.ts';
import { callGm1 } from '../testing/command-call.ts';
import { MemoryProvider } from '../testing/memory-provider.ts';
import { sampleEnvironment, sampleLog, sampleLogs, sampleRun } from '../testing/sample-run.ts';

let provider: MemoryProvider;
let tracks: Track[];
/** By track: the content of `mediawiki.ndjson` and of `access.ndjson`. */
let logs: Readonly<Record<Track, readonly [string, string]>>;
let runs: readonly RunRecord[];

const line = (message: string, reqId = 'r1') =>
  `${JSON.stringify({ time: '2026-11-22T12:00:00.000Z', channel: 'exception', level: 'error', message, reqId, wiki: 'testwiki' })}\n`;
const access = (request_id: string, test: string) =>
  `${JSON.stringify({ epoch: 1795348800, request_id, method: 'GET', uri: '/wiki/A', status: 200, seconds: 0.1, test: encodeURIComponent(test) })}\n`;

beforeEach(() => {
  provider = new MemoryProvider();
  [tracks, runs] = [[], []];
  logs = { train: ['', ''], next: ['', ''] };
  provider.onCopyOut = async ({ track }, _path, into) => {
    await writeFile(join(into, 'mediawiki.ndjson'), logs[track][0]);
    await writeFile(join(into, 'access.ndjson'), logs[track][1]);
  };
  // Whoever follows first asks for the sizes of the files, then for each of them until the track is gone.
  provider.onExecute = ({ track }, [program, ...args]) => {
    const path = args.at(-1) ?? '';
    const content = path.endsWith('/mediawiki.ndjson') ? logs[track][0] : '';
    if (program === 'find') return { stdout: `${logs[track][0].length} mediawiki.ndjson\n` };
    return { stdout: content };
  };
});

function up(track: Track): void {
  tracks.push(track);
  for (const service of serviceNames)
    provider.services.push({ environment: 'sample', track, service, image: 'i', state: 'running' });
}

function recorded(id: string, name: string, records: readonly LogRecord[]): void {
  const run = sampleRun();
  const train: CollectedLogs = sampleLogs('train', records);
  runs = [...runs, { ...run, id, definition: { ...run.definition, name }, logs: { train } }];
}

function gm1Logs(...args: readonly string[]) {
  const store: Partial<RunStore> = {
    list: async () => runs.map((run) => ({ ...run, environment: run.definition.name })),
    read: async (id) => ok(runs.find((run) => run.id === id) ?? sampleRun()),
  };
  return callGm1(['logs', '--environment', 'sample', ...args], {
    services: {
      store: store as RunStore,
      environments: async () => ok({ records: tracks.map((track) => sampleEnvironment(track)), damaged: [] }),
      provider: async () => ok(provider),
      pause: async () => void provider.services.splice(0),
    },
  });
}

const messages = (stdout: string) => stdout.match(/\[\w+\] .*?$/gm);

test('--test shows what the tests of a name asked for and what came of it', async () => {
  up('next');
  logs = {
    ...logs,
    next: [
      line('[one] broke', 'r1') + line('[two] broke', 'r2'),
      access('r1', 'api › saves') + access('r2', 'http › reads'),
    ],
  };
  const { stdout } = await gm1Logs('--test', 'SAVES');
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  expect(stdout).toMatch(/\[one\] broke/);
  expect(stdout).toContain('200 GET /wiki/A');
});

describe('--new', () => {
  beforeEach(() => {
    up('next');
    logs = { ...logs, next: [line('[a] is old') + line('[b] is new'), access('r1', 'api › saves')] };
  });

  test('leaves out what the train beside it logs', async () => {
    up('train');
    logs = { ...logs, train: [line('[a] is old'), ''] };
    const { stdout, stderr } = await gm1Logs('--new');
    expect(messages(stdout)).toEqual(['[b] is new  (api › saves)']);
    expect(stderr).toContain('Left out is what the train beside it logged: 1 signature.');
  });

  test('leaves out what the train logged in the newest run of the same definition', async () => {
    recorded('newest', 'other', [sampleLog('train', { channel: 'exception', message: '[b] is new' })]);
    recorded('newer', 'sample', [sampleLog('train', { channel: 'exception', message: '[a] is old' })]);
    recorded('older', 'sample', [sampleLog('train', { channel: 'exception', message: '[b] is new' })]);
    const { stdout, stderr } = await gm1Logs('--new');
    expect(messages(stdout)).toEqual(['[b] is new  (api › saves)']);
    expect(stderr).toContain('run newer logged');
  });

  test('goes on with --follow', async () => {
    up('train');
    logs = { ...logs, train: [line('[a] is old'), ''] };
    const { stdout } = await gm1Logs('--new', '--follow');
    expect(messages(stdout)).toEqual(['[b] is new']);
  });

  test('needs to know what the train logs', async () => {
    const { exitCode, stderr } = await gm1Logs('--new');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'Nothing is known of what the train logs: it is not up in sample, and no run has',
    );
  });

  test('is not for the train', async () => {
    expect(await gm1Logs('--new', '--track', 'train')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('nothing of the train is new to itself'),
    });
  });
});
