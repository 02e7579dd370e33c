import type { BuildRecord } from '../../harness/core/build-record.ts';
import type { Definition } from '../../harness/core/definition.ts';
import type { EnvironmentRecord } from '../../harness/core/environment-record.ts';
import type { Phase } from '../../harness/core/phase.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import type { Track } from '../../harness/core/track.ts';

const definition: Definition = {
  name: 'group-minus-1',
  file: '/src/gm1/environments/group-minus-1.yaml',
  tracks: { train: { kind: 'debian', suite: 'trixie' }, next: { kind: 'debian', suite: 'sid' } },
  runtime: { base: 'trixie', php: '8.4' },
  config: 'contained',
  wikis: [
    { dbname: 'testwiki', lang: 'en', shape: 'wikipedia' },
    { dbname: 'testrtlwiki', lang: 'he', shape: 'wikipedia' },
    { dbname: 'testcommonswiki', lang: 'en', shape: 'commons' },
  ],
  suites: ['http', 'api', 'browser', 'webdriverio'],
};

/** A finished run without attempts; give what differs. */
export function sampleRun(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    id: '20260827T021400Z-4f2a',
    directory: '/state/runs/20260827T021400Z-4f2a',
    control: false,
    startedAt: '2026-08-27T02:14:00.000Z',
    state: 'finished',
    definition,
    host: { cores: 2, memory: 8 * 2 ** 30, system: 'Linux 6.1.0 x64' },
    builds: { train: sampleBuild('train'), next: sampleBuild('next') },
    environments: { train: sampleEnvironment('train'), next: sampleEnvironment('next') },
    attempts: [],
    logs: {
      train: { track: 'train', requests: 1840, records: [], unreadable: 0, dropped: 0 },
      next: { track: 'next', requests: 1866, records: [], unreadable: 0, dropped: 0 },
    },
    phases: { train: samplePhases('train'), next: samplePhases('next') },
    failures: [],
    exchanged: [],
    outages: [],
    notices: [],
    ...changes,
  };
}

export function sampleBuild(track: Track, changes: Partial<BuildRecord> = {}): BuildRecord {
  const version = track === 'train' ? '1.43.9' : '1.43.11';
  const revision = `1:${version}+dfsg-1`;
  const phases = buildPhases(track);
  return {
    id: `${track}-${version}`,
    track,
    version,
    image: {
      ref: `gm1/mediawiki:${version}`,
      digest: `sha256:${(track === 'train' ? 'a1b2' : 'c3d4').repeat(16)}`,
    },
    kind: 'full',
    reason: 'there is no parent image',
    startedAt: '2026-08-27T02:14:02.000Z',
    phases,
    seconds: phases.reduce((sum, { seconds }) => sum + seconds, 0.3),
    bytes: track === 'train' ? 812_345_678 : 815_002_111,
    files: track === 'train' ? 31_204 : 31_260,
    manifest: {
      hash: (track === 'train' ? '9f86d081' : '60303ae2').repeat(8),
      version,
      versions: [version],
      checkouts: [
        { repo: 'mediawiki', path: `php-${version}`, commit_ref: revision },
        { repo: 'mediawiki-classes', path: `php-${version}/includes/libs`, commit_ref: revision },
        { repo: 'mediawiki-extensions-math', path: `php-${version}/extensions/Math`, commit_ref: '2:2-4' },
      ],
      config: { name: 'contained', hash: '2c26b46b'.repeat(8) },
    },
    ...changes,
  };
}

function sampleEnvironment(track: Track): EnvironmentRecord {
  const port = track === 'train' ? 41001 : 41101;
  return {
    name: 'group-minus-1',
    track,
    image: sampleBuild(track).image,
    state: 'ready',
    lease: { owner: 'nightly', expires: '2026-08-27T08:14:00.000Z' },
    wikis: definition.wikis.map((wiki, index) => ({
      ...wiki,
      url: `http://127.0.0.1:${port + index}`,
      api: `http://127.0.0.1:${port + index}/w/api.php`,
    })),
    accounts: [],
    phases: environmentPhases(track),
    readySeconds: track === 'train' ? 8.7 : 9.1,
  };
}

export function samplePhases(track: Track): readonly Phase[] {
  const slower = track === 'train' ? 1 : 1.07;
  return [
    ...buildPhases(track),
    ...environmentPhases(track),
    { name: 'http', seconds: 6.2 * slower },
    { name: 'api', seconds: 31.4 * slower },
    { name: 'browser', seconds: 74.9 * (track === 'train' ? 1 : 1.31) },
    { name: 'webdriverio', seconds: 22.8 * slower },
    { name: 'logs', seconds: 1.1 },
  ];
}

function buildPhases(track: Track): readonly Phase[] {
  const factor = track === 'train' ? 1 : 1.05;
  return [
    { name: 'fetch', seconds: 24.1 * factor },
    { name: 'stage', seconds: 11.8 * factor },
    { name: 'l10n-update', seconds: 58.3 * factor },
    { name: 'build-and-push-container-images', seconds: 39.6 * factor },
  ];
}

function environmentPhases(track: Track): readonly Phase[] {
  const factor = track === 'train' ? 1 : 0.98;
  return [
    { name: 'provision', seconds: 5.1 * factor },
    { name: 'seed', seconds: 41.5 * factor },
    { name: 'ready', seconds: 8.9 * factor },
  ];
}
