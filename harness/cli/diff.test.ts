import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BuildRecord } from '../core/build-record.ts';
import { failed, interrupted, ok } from '../core/failure.ts';
import type { Checkout } from '../core/manifest.ts';
import type { Track } from '../core/track.ts';
import { commitsBetween, fetchRef } from '../source/object-cache.ts';
import { systemCommand } from '../system/command.ts';
import { MemoryStream } from '../testing/memory-stream.ts';
import { sampleBuild } from '../testing/sample-run.ts';
import { ThrowAwayRepository } from '../testing/throw-away-repository.ts';
import { unwrap } from '../testing/unwrap.ts';
import { runCommandLine } from './command-line.ts';
import type { Services } from './context.ts';

const packages = { repo: 'debian/mediawiki', path: 'php-1.43', commit_ref: '1:1.43.9' };
const train = build('20261101T000000Z-train-aa', 'train', [packages]);
const next = build('20261102T000000Z-next-bb', 'next', [{ ...packages, commit_ref: '1:1.43.11' }]);
const other = { ...build('20261103T000000Z-next-cc', 'next', [packages]), environment: 'other' };

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-diff-'));
});

afterEach(() => rm(root, { recursive: true }));

test('a block for each repository says what differs', async () => {
  const { exitCode, stdout } = await diff(['train', '20261102'], [train, next]);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    [
      'from: 1.43 (build 20261101T000000Z-train-aa)',
      'to: 1.43 (build 20261102T000000Z-next-bb)',
      '',
      'MediaWiki 1.43: 1 repository differs.',
      '',
      'debian/mediawiki: 1:1.43.9 → 1:1.43.11',
      '',
      '',
    ].join('\n'),
  );
});

test('the same build twice has no difference', async () => {
  expect((await diff(['train', 'train'], [train])).stdout).toContain('MediaWiki 1.43: no difference.');
});

describe('a side', () => {
  test.each([
    ['is the newest build of a track', 'next', [], other.id],
    ['is the newest of an environment', 'next', ['--environment', 'sample'], next.id],
    ['is a build by its id', next.id, [], next.id],
    ['is a build by the start of its id', '20261102', [], next.id],
  ])('%s', async (_which, asked, options, expected) => {
    const { stdout } = await diff(['train', asked, '--json', ...options], [train, next, other]);
    expect(JSON.parse(stdout)).toMatchObject({ from: { build: train.id }, to: { build: expected } });
  });

  test.each([
    [
      'that several builds begin with',
      '2026110',
      /3 builds begin with "2026110"\. Give more of the id: 20261103/,
    ],
    [
      'that nothing is called',
      'x',
      /no build and no file "x"\. The newest builds are 20261103T.* \(1\.43, 2026-11-/,
    ],
    ['that is a folder', '/', /no build and no file "\/"/],
    ['in another protocol', 'ftp://x/y', /ftp:\/\/x\/y is not an http\(s\) URL/],
  ])('%s is refused', async (_what, asked, expected) => {
    const { exitCode, stderr } = await diff(['train', asked], [train, next, other]);
    expect(stderr).toMatch(expected);
    expect(exitCode).toBe(2);
  });

  test('is asked to be built when there is none', async () => {
    expect((await diff(['train', 'next'], [])).stderr).toContain('"gm1 build" makes one');
  });

  const deployed = JSON.stringify({
    versions: { '1.43': [{ repo: 'debian/mediawiki', commit_ref: '1:1.43.8' }] },
  });

  test('is a file of deployment information', async () => {
    const file = join(root, 'deployment-info.json');
    await writeFile(file, deployed);
    const { stdout } = await diff([file, 'train'], [train]);
    expect(stdout).toContain(`from: ${file}\n`);
    expect(stdout).toContain('debian/mediawiki: 1:1.43.8 → 1:1.43.9');
  });

  test('is a URL of deployment information', async () => {
    const url = 'https://wiki.example/w/deployment-info.php?all';
    const { stdout } = await diff([url, 'train'], [train], {
      http: {
        send: async (request) => ok({ status: request.url === url ? 200 : 404, body: deployed, cookies: [] }),
      },
    });
    expect(stdout).toContain('debian/mediawiki: 1:1.43.8 → 1:1.43.9');
  });

  test.each([
    [
      'with an error',
      3,
      async () => ok({ status: 500, body: deployed, cookies: [] }),
      /answers with HTTP status 500/,
    ],
    [
      'with a page',
      2,
      async () => ok({ status: 200, body: '<html>', cookies: [] }),
      /is not what scap calls/,
    ],
    ['nothing', 130, async () => failed(interrupted), /Interrupted/],
  ])('that answers %s ends with exit code %i', async (_what, code, send, expected) => {
    const { exitCode, stderr } = await diff(['https://x', 'train'], [train], { http: { send } });
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(expected);
  });
});

describe('commits', () => {
  const core = { repo: 'mediawiki/core', path: 'php-1.43' };

  test('between two builds are listed, and those that are gone', async () => {
    await using repository = await ThrowAwayRepository.create();
    await repository.commit({ a: '1' });
    const from = await repository.commit({ a: '2' }, 'Dropped');
    await repository.git('reset', '-q', '--hard', 'HEAD^');
    await repository.commit({ a: '3' }, 'First');
    const to = await repository.commit({ a: '4' }, 'Second');
    await repository.git('branch', 'old', from);
    const kept = { url: repository.directory, cache: root, command: systemCommand };
    for (const ref of ['old', 'master'])
      unwrap(await fetchRef({ ...kept, ref, signal: new AbortController().signal }));
    const services: Partial<Services> = {
      commitsBetween: (request) => commitsBetween({ ...kept, ...request }),
    };
    const builds = [
      build('a', 'train', [{ ...core, commit_ref: from, url: repository.directory }]),
      build('b', 'next', [{ ...core, commit_ref: to }]),
    ];
    const { stdout } = await diff(['a', 'b'], builds, services);
    const [heading, ...lines] = stdout.split('\n').slice(5, 9);
    expect(heading).toBe(`mediawiki/core: ${from.slice(0, 10)} → ${to.slice(0, 10)}, 2 commits`);
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^ {2}${to.slice(0, 10)} Second \\(\\d{4}-\\d\\d-\\d\\d\\)$`)),
      expect.stringMatching(/^ {2}\w{10} First \(/),
      expect.stringMatching(new RegExp(`^ {2}gone: ${from.slice(0, 10)} Dropped \\(`)),
    ]);
  });

  test('that are not kept leave the two ids', async () => {
    const [from, to] = ['1'.repeat(40), '2'.repeat(40)];
    const builds = [
      build('a', 'train', [{ ...core, commit_ref: from, url: 'https://x' }]),
      build('b', 'next', [{ ...core, commit_ref: to }]),
    ];
    const { stdout } = await diff(['a', 'b'], builds, {
      commitsBetween: async () => failed({ kind: 'usage', what: 'Not kept.', next: '' }),
    });
    expect(stdout).toContain('mediawiki/core: 1111111111 → 2222222222, commits not kept on this machine\n');
  });
});

test('patches, dirty files and paths are listed, and nothing in them reaches the terminal', async () => {
  const checkout = { repo: 'mediawiki/core\u001b[31m', path: 'php-1.43', commit_ref: 'sha256:1' };
  const patched = { ...checkout, dirty: 2, patches: [{ name: 'fix\n\u0007.patch', hash: 'sha256:1' }] };
  const file = { kind: 'file', path: 'php-1.43/a\u202eb', executable: false, bytes: 1, sha256: '1' } as const;
  const builds = [build('a', 'train', [checkout]), build('b', 'next', [patched])];
  const { stdout } = await diff(['a', 'b'], builds, {
    filesOf: async ({ id }) => (id === 'b' ? [file] : []),
  });
  expect(stdout.split('\n').slice(5, 9)).toEqual([
    'mediawiki/core: sha256:1',
    '  patch added: fix \\u0007.patch',
    '  files that differ from the commit: 0 → 2',
    '  added: a\\u202eb',
  ]);
});

function build(id: string, track: Track, checkouts: readonly Checkout[]): BuildRecord {
  const sample = sampleBuild(track);
  const manifest = { ...sample.manifest, version: '1.43', versions: ['1.43'], checkouts };
  return { ...sample, id, version: '1.43', environment: 'sample', manifest };
}

async function diff(args: readonly string[], builds: readonly BuildRecord[], more: Partial<Services> = {}) {
  const [stdout, stderr] = [new MemoryStream(), new MemoryStream()];
  let exitCode: number | undefined;
  const services: Partial<Services> = {
    buildRecords: async () => builds,
    filesOf: async () => undefined,
    ...more,
  };
  await runCommandLine(['diff', ...args], {
    services: services as Services,
    signal: new AbortController().signal,
    stdin: Readable.from([]),
    stdout,
    stderr,
    setExitCode: (code) => {
      exitCode = code;
    },
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}
