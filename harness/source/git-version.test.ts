import { expect, test } from 'vitest';
import { versionOfBranch } from './git-version.ts';

test.each([
  ['wmf/next', 'next'],
  ['refs/heads/wmf/next', 'next'],
  ['wmf/1.45.0-wmf.3', '1.45.0-wmf.3'],
  ['wmf/branch_cut_pretest', 'branch_cut_pretest'],
  ['master', 'master'],
  ['REL1_45', '1.45.0-alpha'],
  ['wmf/a/b', '1.45.0-alpha'],
  ['refs/changes/12/34/5', '1.45.0-alpha'],
  ['', '1.45.0-alpha'],
])('the branch "%s" is staged as php-%s', (branch, version) => {
  expect(versionOfBranch(branch, '1.45.0-alpha')).toBe(version);
});
