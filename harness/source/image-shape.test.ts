import { expect, test } from 'vitest';
import { helpfulMissing, isComplete, missingIn, parseShape } from './image-shape.ts';

const extensions = 'ctype dom fileinfo iconv intl json mbstring mysqli xml xmlreader pcntl'.split(' ');
const programs =
  'bash find grep xargs tar install convert rsvg-convert diff3 gs pdfinfo pygmentize apache2 php-fpm'.split(
    ' ',
  );

/** What a look into a good image prints, without the lines that match. */
function look(without: RegExp = /^$/, ...more: readonly string[]): string {
  const lines = [
    'tree php-1.45.0-wmf.3',
    'tree php-next',
    'tree php-old-backup',
    'missing php-old-backup/vendor/autoload.php',
    ...programs.map((name) => `program ${name}`),
    'file 11aa  /etc/php/gm1.ini',
    'file 22bb  /etc/apache2/gm1.conf',
    'php 8.3.12',
    'php-extension [PHP Modules]',
    ...extensions.map((name) => `php-extension ${name === 'dom' ? 'DOM' : name}`),
    'php-fpm /usr/sbin/php-fpm8.3',
    ...extensions.map((name) => `php-fpm-extension ${name}`),
    'PHP Warning:  something else that PHP says',
  ];
  return [...lines.filter((line) => !without.test(line)), ...more].join('\n');
}

test('an image with all of it lacks nothing', () => {
  const shape = parseShape(look());
  expect(missingIn(shape)).toEqual([]);
  expect(helpfulMissing(shape)).toEqual([]);
  expect(shape).toMatchObject({
    trees: ['php-1.45.0-wmf.3', 'php-next'],
    php: '8.3.12',
    phpFpm: '/usr/sbin/php-fpm8.3',
  });
});

test.each([
  ['no version of MediaWiki', look(/^tree/), ['/srv/mediawiki/php-<version>/']],
  [
    'half a version',
    look(/^$/, 'missing php-next/vendor/autoload.php'),
    ['/srv/mediawiki/php-next/vendor/autoload.php'],
  ],
  ['no PHP', look(/^php/), ['php', 'php-fpm']],
  ['no php-fpm of that version', look(/^php-fpm/), ['php-fpm of PHP 8.3.12']],
  ['no database driver for the web', look(/^php-fpm-extension mysqli/), ['the extension mysqli of php-fpm']],
  [
    'no extension that both need',
    look(/extension intl/),
    ['the extension intl of php', 'the extension intl of php-fpm'],
  ],
  ['no signals', look(/^php-extension pcntl/), ['the extension pcntl of php']],
  ['no signals for the web, which needs none', look(/^php-fpm-extension pcntl/), []],
  ['no bash', look(/^program bash/), ['bash']],
])('%s is named', (_title, output, missing) => {
  expect(missingIn(parseShape(output))).toEqual(missing);
});

test('all that is missing is said at once', () => {
  const shape = parseShape(look(/^tree|^program bash|^php/));
  expect(missingIn(shape)).toEqual(['/srv/mediawiki/php-<version>/', 'php', 'php-fpm', 'bash']);
});

test('programs that only some features call are told apart', () => {
  const shape = parseShape(look(/pygmentize|diff3/));
  expect(missingIn(shape)).toEqual([]);
  expect(helpfulMissing(shape)).toEqual(['diff3', 'pygmentize']);
});

const expected = { '/etc/php/gm1.ini': '11aa', '/etc/apache2/gm1.conf': '22bb' };

test.each([
  ['with the same files and programs', look(), true],
  ['with another file', look(/^file 11aa/, 'file 33cc  /etc/php/gm1.ini'), false],
  ['without one of them', look(/^file 22bb/), false],
  ['without Apache', look(/^program apache2/), false],
])('an image %s is complete: %3$s', (_title, output, complete) => {
  expect(isComplete(parseShape(output), expected)).toBe(complete);
});
