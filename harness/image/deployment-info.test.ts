import { expect, test } from 'vitest';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { readDeploymentInfo } from './deployment-info.ts';

test('reads what scap writes, versions in scap’s order', () => {
  const checkouts = [{ repo: 'mediawiki/core', branch: 'wmf/next', commit_ref: 'abc', extra: 1 }];
  const versions = ['master', '1.46.0-wmf.10', 'next', '1.46.0-wmf.9'];
  const text = JSON.stringify({
    common: [{ repo: 'operations/mediawiki-config', branch: null, commit_ref: 'def' }],
    versions: Object.fromEntries(versions.map((version) => [version, checkouts])),
  });
  const side = unwrap(readDeploymentInfo(text, 'x.json'));
  expect(side.common).toEqual([{ repo: 'operations/mediawiki-config', commit_ref: 'def' }]);
  expect(side.versions.map(({ version }) => version)).toEqual([
    '1.46.0-wmf.9',
    '1.46.0-wmf.10',
    'next',
    'master',
  ]);
  expect(side.versions[0]?.checkouts).toEqual([
    { repo: 'mediawiki/core', branch: 'wmf/next', commit_ref: 'abc' },
  ]);
});

test.each([
  ['what is not JSON', '<html>'],
  ['another document', '{"dbname":"testwiki","checkouts":[]}'],
  ['no version', '{"versions":{}}'],
  ['a checkout without a commit', '{"versions":{"1.45":[{"repo":"x"}]}}'],
])('refuses %s and says what it wants', (_what, text) => {
  expect(sentenceOf(readDeploymentInfo(text, 'x.json'))).toMatch(
    /^x\.json is not what scap calls deployment-info\.json.*deployment-info\.php\?all/,
  );
});
