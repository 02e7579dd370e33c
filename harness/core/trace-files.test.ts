import { expect, test } from 'vitest';
import { filesOfTrace } from './trace-files.ts';

test('files come in the order of the frames, each once, with the version of MediaWiki', () => {
  const trace = [
    '#0 /srv/mediawiki/php-1.45.0-wmf.3/includes/editpage/EditPage.php(1423): strlen(Array)',
    '#1 [internal function]: EditPage->edit()',
    '#2 /srv/mediawiki/php-1.45.0-wmf.3/extensions/Echo/includes/Hooks.php(12): a()',
    '#3 /srv/mediawiki/php-1.45.0-wmf.3/includes/editpage/EditPage.php(7): b()',
    '#4 /srv/mediawiki/wmf-config/CommonSettings.php(3): require()',
    '#5 {main}',
  ].join('\n');
  expect(filesOfTrace({ place: 'includes/editpage/EditPage.php:1423', trace })).toEqual([
    { version: '1.45.0-wmf.3', path: 'includes/editpage/EditPage.php' },
    { version: '1.45.0-wmf.3', path: 'extensions/Echo/includes/Hooks.php' },
    { path: 'wmf-config/CommonSettings.php' },
  ]);
});

test.each([
  ['a place alone', { place: 'index.php:46' }, ['index.php']],
  [
    'a trace of PHP itself',
    { trace: 'PHP   1. {main}() /srv/mediawiki/php-1.43/index.php:0' },
    ['index.php'],
  ],
  [
    'a stack of a browser',
    { trace: 'at init (http://127.0.0.1:41001/w/resources/src/startup/startup.js?v=1:12:3)' },
    ['resources/src/startup/startup.js'],
  ],
  ['words that look like none', { trace: 'Foo.phpx 1.43.9 a/b.png(3) load.php: no' }, ['load.php']],
  ['nothing', {}, []],
])('%s has its files', (_, record, paths) => {
  expect(filesOfTrace(record).map(({ path }) => path)).toEqual(paths);
});

test('no more than thirty', () => {
  const trace = Array.from({ length: 50 }, (_, index) => `#${index} a/${index}.php(1): b()`).join('\n');
  expect(filesOfTrace({ trace })).toHaveLength(30);
});
