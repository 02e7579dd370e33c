import { expect, test } from 'vitest';
import { oldestCommit } from './episode-suspects.ts';
import type { ExplainedDifference, ExplainedDifferences } from './explain-differences.ts';

const commit = (date: string) => ({ commit: 'a', subject: 's', author: 'A', date });

const core: ExplainedDifference = {
  repo: 'mediawiki/core',
  from: { commit_ref: '1' },
  to: { commit_ref: '2' },
  patches: { added: [], gone: [] },
  commits: { added: [commit('2026-11-04T23:00:00Z'), commit('2026-11-05T00:30:00+02:00')], gone: [] },
};

function between(...repositories: readonly ExplainedDifference[]): ExplainedDifferences {
  const [from, to] = [{ name: 'a' }, { name: 'b' }];
  return { from, to, common: [], versions: [{ from: '1', to: '1', repositories }] };
}

const { commits: _, ...withoutCommits } = core;
const patch = { name: 'fix.patch', hash: 'sha256:1' };

test('it is the first in time, whatever its time zone', () => {
  expect(oldestCommit(between(core))).toBe('2026-11-04T22:30:00.000Z');
});

test.each<[string, ExplainedDifferences | undefined]>([
  ['no two builds', undefined],
  ['the same build twice', between()],
  ['a repository whose commits are not kept', between(core, withoutCommits)],
  ['a patch that was added', between({ ...core, patches: { added: [patch], gone: [] } })],
  ['a patch that is gone', between({ ...core, patches: { added: [], gone: [patch] } })],
  ['files that differ from the commit', between({ ...core, to: { commit_ref: '2', dirty: 1 } })],
  [
    'a commit that is gone',
    between({ ...core, commits: { added: [], gone: [commit('2026-11-04T23:00:00Z')] } }),
  ],
  ['another configuration', { ...between(core), common: [withoutCommits] }],
])('%s leave it open', (_what, differences) => {
  expect(oldestCommit(differences)).toBeUndefined();
});
