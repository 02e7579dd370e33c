import { expect, test } from 'vitest';
import { compareRun } from '../comparison/compare-run.ts';
import type { BuildRecord } from '../core/build-record.ts';
import { failed, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { sampleBuild, sampleRun } from '../testing/sample-run.ts';
import type { BuildHistory } from './find-suspects.ts';
import { addCommits } from './list-commits.ts';

const { signal } = new AbortController();
const [older, newer] = ['1'.repeat(40), '2'.repeat(40)];

function built(track: Track, ref = track === 'train' ? older : newer): BuildRecord {
  const build = sampleBuild(track);
  const php = `php-${build.version}`;
  const url = 'https://git.example';
  const checkouts = [
    { repo: 'mediawiki/core', path: php, commit_ref: ref, url: `${url}/core` },
    { repo: 'extensions/Math', path: `${php}/extensions/Math`, commit_ref: older, url: `${url}/Math` },
    { repo: 'vendor', path: `${php}/vendor`, commit_ref: `1.${track}`, url: `${url}/vendor` },
    { repo: 'mediawiki/core', path: 'php-1.0.0', commit_ref: ref, url: `${url}/core` },
  ];
  return { ...build, manifest: { ...build.manifest, checkouts } };
}

function historyOf(count: number): BuildHistory {
  return {
    filesOf: async () => undefined,
    commitsBetween: async ({ url, from, to, path }) =>
      ok(
        Array.from({ length: count }, (_, index) => ({
          commit: newer,
          subject: `${url} ${from.charAt(0)}..${to.charAt(0)} ${path} ${index}`,
          author: 'a',
          date: '2026-11-20T00:00:00Z',
        })),
      ),
  };
}

async function commitsOf(history: BuildHistory, next = built('next')) {
  const record = sampleRun({ builds: { train: built('train'), next } });
  return (await addCommits(compareRun(record), record, history, signal)).commits;
}

test('lists what came into each repository at another commit, in whatever folder its version is', async () => {
  expect(await commitsOf(historyOf(2))).toMatchObject([
    {
      repo: 'mediawiki/core',
      from: older,
      to: newer,
      total: 2,
      commits: [
        { subject: 'https://git.example/core 1..2 undefined 0' },
        { subject: 'https://git.example/core 1..2 undefined 1' },
      ],
    },
  ]);
});

test('keeps the newest two hundred and how many there are', async () => {
  const [core] = (await commitsOf(historyOf(250))) ?? [];
  expect([core?.total, core?.commits.length]).toEqual([250, 200]);
});

test('says nothing when history is not kept, or nothing moved', async () => {
  const without: BuildHistory = {
    ...historyOf(0),
    commitsBetween: async () => failed({ kind: 'usage', what: 'Not kept.', next: '' }),
  };
  expect(await commitsOf(without)).toBeUndefined();
  expect(await commitsOf(historyOf(2), built('next', older))).toBeUndefined();
});
