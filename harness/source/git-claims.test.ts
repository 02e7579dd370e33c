import { expect, test } from 'vitest';
import { sentenceOf } from '../testing/unwrap.ts';
import { checkPlaces } from './git-claims.ts';

const core = { path: '', name: 'core', files: ['index.php', 'extensions/README', 'skins/X/skin.json'] };

function at(path: string, name: string, ...files: readonly string[]) {
  return { path, name, files };
}

test.each([
  [[at('extensions/Echo', 'A')]],
  [[at('extensions/Echo', 'A', 'lib/x'), at('extensions/Echo2', 'B'), at('extensions/Echo/lib/y', 'C')]],
  [[at('index', 'A'), at('vendor', 'B')]],
])('checkouts with places of their own are fine (%#)', (claims) => {
  expect(checkPlaces([core, ...claims])).toEqual({ ok: true, value: undefined });
});

test.each([
  ['one path twice', [at('vendor', 'A'), at('vendor', 'B')], 'claim vendor: A and B.'],
  ['files of core below it', [at('skins/X', 'A')], 'claim skins/X: A and core, which has skins/X/skin.json.'],
  ['a file of core for it', [at('index.php', 'A')], 'claim index.php: A and core, which has index.php.'],
  [
    'a file of core above it',
    [at('index.php/x', 'A')],
    'claim index.php/x: A and core, which has index.php.',
  ],
  [
    'files of another checkout',
    [at('extensions/Echo', 'A', 'lib/y/z'), at('extensions/Echo/lib', 'B')],
    'claim extensions/Echo/lib: B and A, which has lib/y/z.',
  ],
])('%s is refused', (_what, claims, sentence) => {
  expect(sentenceOf(checkPlaces([core, ...claims]))).toContain(sentence);
});
