import { expect, test } from 'vitest';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { parseWikiversions, readWikiversions } from './versions-file.ts';

test('reads a map from dbname to version', () => {
  const map = { testwiki: 'php-1.45.0-wmf.3', be_x_oldwiki: 'php-next' };
  expect(unwrap(parseWikiversions(JSON.stringify(map), 'x.json'))).toEqual(map);
});

test.each([
  ['{"a": "php-next",}', 'x.json is not a wikiversions.json: it is not JSON. It is one map from dbname'],
  ['[]', 'it is no map.'],
  ['null', 'it is no map.'],
  ['{"a": 1}', 'a has 1, which is no php-<version>.'],
  ['{"a": "1.43.9"}', 'a has "1.43.9", which is no php-<version>.'],
  ['{"a": "php-../x", "b": {}}', 'a has "php-../x", which is no php-<version>, b has {}, which is'],
  ['{"a-b": "php-next"}', 'the key "a-b" is no dbname.'],
  ['{"a":1,"b":1,"c":1,"d":1,"e":1}', 'c has 1, which is no php-<version>, and 2 more.'],
])('refuses %s', (text, expected) => {
  expect(sentenceOf(parseWikiversions(text, 'x.json'))).toContain(expected);
});

test('says which file is not there', async () => {
  expect(sentenceOf(await readWikiversions('/nowhere/x.json'))).toContain(
    'There is no file /nowhere/x.json.',
  );
});
