import { describe, expect, test } from 'vitest';
import { compareRun } from '../comparison/compare-run.ts';
import type { BuildRecord } from '../core/build-record.ts';
import { failed, ok } from '../core/failure.ts';
import type { LogRecord } from '../core/log-record.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';
import type { TreeEntry } from '../core/tree.ts';
import { sampleBuild, sampleLog, sampleLogs, sampleRun } from '../testing/sample-run.ts';
import { addSuspects, type BuildHistory } from './find-suspects.ts';

const { signal } = new AbortController();
const [older, newer] = ['1'.repeat(40), '2'.repeat(40)];

function built(track: Track): BuildRecord {
  const build = sampleBuild(track);
  const commit_ref = track === 'train' ? older : newer;
  const checkouts = [
    { repo: 'mediawiki/core', path: `php-${build.version}`, commit_ref, url: 'https://git.example/core' },
  ];
  return { ...build, manifest: { ...build.manifest, checkouts } };
}

function fileOf(build: BuildRecord): readonly TreeEntry[] {
  const { version, track } = build;
  const sha256 = track;
  return ['includes/a.php', 'includes/b.php'].map((path) => ({
    kind: 'file',
    path: `php-${version}/${path}`,
    executable: false,
    bytes: 1,
    sha256: path.endsWith('b.php') ? 'same' : sha256,
  }));
}

class FakeHistory implements BuildHistory {
  readonly asked: string[] = [];
  knowsFiles = true;
  knowsCommits = true;

  async filesOf(build: BuildRecord) {
    return this.knowsFiles ? fileOf(build) : undefined;
  }

  async commitsBetween({ url, from, to, path }: Parameters<BuildHistory['commitsBetween']>[0]) {
    this.asked.push(`${url} ${from.charAt(0)}..${to.charAt(0)} ${path}`);
    if (!this.knowsCommits) return failed({ kind: 'usage', what: 'Not kept.', next: '' });
    return ok([{ commit: newer, subject: 'Break it', author: 'a', date: '2026-11-20T00:00:00Z' }]);
  }
}

async function suspectsOf(log: Partial<LogRecord>, history = new FakeHistory()) {
  const next = sampleLogs('next', [
    sampleLog('next', log),
    sampleLog('next', { message: 'Another', ...log }),
  ]);
  const builds = { train: built('train'), next: built('next') };
  const record: RunRecord = sampleRun({ builds, logs: { train: sampleLogs('train'), next } });
  const { logs } = await addSuspects(compareRun(record), record, history, signal);
  return logs[0]?.suspects;
}

const trace =
  '#0 /srv/mediawiki/php-1.43.11/includes/a.php(3): x()\n#1 /srv/mediawiki/php-1.43.11/includes/b.php(4): y()';

describe('the suspects of a log line', () => {
  test('are the files of its trace that differ, with the commits that touch them', async () => {
    const history = new FakeHistory();
    expect(await suspectsOf({ trace }, history)).toEqual([
      {
        file: 'includes/a.php',
        change: 'changed',
        repo: 'mediawiki/core',
        from: older,
        to: newer,
        patches: [],
        commits: [{ commit: newer, subject: 'Break it', author: 'a', date: '2026-11-20T00:00:00Z' }],
      },
    ]);
    expect(history.asked).toEqual(['https://git.example/core 1..2 includes/a.php']);
  });

  test('have no commits when these are not kept', async () => {
    const history = new FakeHistory();
    history.knowsCommits = false;
    const [suspect] = (await suspectsOf({ trace }, history)) ?? [];
    expect(suspect).toMatchObject({ file: 'includes/a.php' });
    expect(suspect && 'commits' in suspect).toBe(false);
  });

  test('come from history alone when the files are not kept', async () => {
    const history = new FakeHistory();
    history.knowsFiles = false;
    expect((await suspectsOf({ trace }, history))?.map(({ file }) => file)).toEqual([
      'includes/a.php',
      'includes/b.php',
    ]);
    history.knowsCommits = false;
    expect(await suspectsOf({ trace }, history)).toEqual([]);
  });

  test('are not looked for where there is no trace', async () => {
    expect(await suspectsOf({})).toBeUndefined();
  });
});
