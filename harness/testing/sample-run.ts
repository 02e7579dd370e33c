import type { BuildRecord } from '../core/build-record.ts';
import type { Definition } from '../core/definition.ts';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import type { CollectedLogs, LogRecord } from '../core/log-record.ts';
import type { Attempt, AttemptStatus } from '../core/result.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';

const moment = '2026-11-22T16:53:51.000Z';

export const sampleDefinition: Definition = {
  name: 'sample',
  file: '/project/environments/sample.yaml',
  tracks: { train: { kind: 'debian', suite: 'trixie' }, next: { kind: 'debian', suite: 'sid' } },
  runtime: { base: 'trixie', php: '8.4' },
  config: '/project/environments/contained',
  wikis: [{ dbname: 'testwiki', lang: 'en', shape: 'wikipedia' }],
  suites: ['http', 'api'],
};

export function sampleBuild(track: Track): BuildRecord {
  const version = track === 'train' ? '1.43.9' : '1.43.11';
  return {
    id: `build-${track}`,
    track,
    version,
    image: { ref: `gm1/sample:${track}`, digest: 'sha256:0' },
    kind: 'full',
    reason: 'There was no image.',
    startedAt: moment,
    phases: [{ name: 'fetch', seconds: 2 }],
    seconds: 2,
    bytes: 1000,
    files: 10,
    manifest: {
      hash: 'abc',
      version,
      versions: [version],
      checkouts: [],
      config: { name: 'contained', hash: 'def' },
    },
  };
}

export function sampleEnvironment(track: Track): EnvironmentRecord {
  return {
    name: 'sample',
    track,
    image: { ref: `gm1/sample:${track}`, digest: 'sha256:0' },
    state: 'ready',
    lease: { owner: 'run', expires: moment },
    wikis: [
      {
        dbname: 'testwiki',
        lang: 'en',
        shape: 'wikipedia',
        url: 'http://127.0.0.1:41001',
        api: 'http://127.0.0.1:41001/w/api.php',
      },
    ],
    accounts: [{ persona: 'sysop', name: 'Admin', passwordFile: '/home/password' }],
    phases: [{ name: 'provision', seconds: 3 }],
    readySeconds: 3,
  };
}

/** An attempt at the test `suite › title`. */
export function sampleAttempt(
  track: Track,
  status: AttemptStatus,
  more: Partial<Attempt> & { readonly title?: string; readonly suite?: string } = {},
): Attempt {
  const { title = 'reads a page', suite = 'http', ...rest } = more;
  return {
    test: { suite, file: 'read.yaml', titlePath: [title], project: suite },
    track,
    purpose: 'first',
    status,
    startedAt: moment,
    seconds: 0.5,
    attachments: [],
    ...(status === 'failed' && { message: 'expected true' }),
    ...rest,
  };
}

export function sampleLog(track: Track, more: Partial<LogRecord> = {}): LogRecord {
  return { time: moment, track, channel: 'error', level: 'error', message: 'Something broke', ...more };
}

export function sampleLogs(track: Track, records: readonly LogRecord[] = []): CollectedLogs {
  return { track, requests: 100, records, unreadable: 0, dropped: 0 };
}

/** A whole run in which every test passed on both tracks; tests change what they are about. */
export function sampleRun(change: Partial<RunRecord> = {}): RunRecord {
  const phases = [
    { name: 'fetch', seconds: 2 },
    { name: 'http', seconds: 4 },
    { name: 'api', seconds: 6 },
  ];
  return {
    id: '2026-11-22T16-53-51-abc',
    directory: '/project/.gm1/runs/2026-11-22T16-53-51-abc',
    control: false,
    startedAt: moment,
    state: 'finished',
    definition: sampleDefinition,
    builds: { train: sampleBuild('train'), next: sampleBuild('next') },
    environments: { train: sampleEnvironment('train'), next: sampleEnvironment('next') },
    attempts: passingAttempts(20),
    logs: { train: sampleLogs('train'), next: sampleLogs('next') },
    phases: { train: phases, next: phases },
    failures: [],
    exchanged: [],
    outages: [],
    notices: [],
    ...change,
  };
}

/** So many tests of each suite, which pass on both tracks. */
export function passingAttempts(count: number): readonly Attempt[] {
  return Array.from({ length: count }, (_, index) => `passes ${index}`).flatMap((title) =>
    (['train', 'next'] as const).flatMap((track) =>
      ['http', 'api'].map((suite) => sampleAttempt(track, 'passed', { title, suite })),
    ),
  );
}
