import { describe, expect, test } from 'vitest';
import { faultPlace } from './fault-place.ts';
import type { LogRecord } from './log-record.ts';

const base: LogRecord = {
  time: '2026-11-22T17:00:00.000Z',
  track: 'train',
  channel: 'error',
  level: 'error',
  message: 'x',
};

/** As MediaWiki's handler of PHP's errors leaves it. */
const ofWarning = `#0 /srv/mediawiki/php-1.43.9/includes/Title.php(8): MWExceptionHandler::handleError()
#1 /srv/mediawiki/php-1.43.9/includes/page/Article.php(23): MediaWiki\\Title\\Title->getWidth()
#2 {main}`;
const ofException = `#0 /srv/mediawiki/php-1.43.9/includes/page/Article.php(23): MediaWiki\\Title\\Title::newFromNull()
#1 {main}`;
const throughLibrary = `#0 /srv/mediawiki/php-1.43.9/vendor/wikimedia/assert/src/Assert.php(56): Wikimedia\\Assert\\Assert::parameter()
#1 /srv/mediawiki/php-1.43.9/includes/Title.php(8): Wikimedia\\Assert\\Assert::parameterType()
#2 /srv/mediawiki/php-1.43.9/includes/page/Article.php(23): MediaWiki\\Title\\Title->assertProper()`;

describe('faultPlace names the file and the function', () => {
  test.each([
    ['of a warning', 'includes/Title.php:8', ofWarning, 'includes/Title.php Title::getWidth'],
    ['that threw', 'includes/Title.php:8', ofException, 'includes/Title.php Title::newFromNull'],
    [
      'that called a library',
      'includes/Title.php:8',
      throughLibrary,
      'includes/Title.php Title::assertProper',
    ],
    ['when the trace is unknown', 'includes/Title.php:8', '', 'includes/Title.php'],
    ['outside of functions', 'index.php:58', '#0 {main}', 'index.php'],
    [
      'of a closure, whatever PHP calls it',
      'includes/Title.php:8',
      '#0 [internal function]: MediaWiki\\Title\\{closure:MediaWiki\\Title\\Title::getWidth():7}()',
      'includes/Title.php {closure}',
    ],
    [
      'of a script on the command line',
      "maintenance/eval.php(110) : eval()'d code:1",
      '',
      'maintenance/eval.php',
    ],
  ])('%s', (_, place, trace, expected) => {
    expect(faultPlace({ ...base, place, trace })).toBe(expected);
  });

  test.each([
    ['includes/title/Title.php:8', 'includes/Title/Title.php:12', 'includes/…/Title.php'],
    [
      'extensions/Echo/includes/Hooks.php:8',
      'extensions/Echo/src/Hooks.php:9',
      'extensions/Echo/…/Hooks.php',
    ],
    ['skins/Vector/includes/a/B.php:8', 'skins/Vector/includes/B.php:9', 'skins/Vector/…/B.php'],
  ])('wherever in its component %s is moved', (one, other, expected) => {
    expect(faultPlace({ ...base, place: one })).toBe(expected);
    expect(faultPlace({ ...base, place: other })).toBe(expected);
  });

  test('and tells components with files of one name apart', () => {
    const echo = faultPlace({ ...base, place: 'extensions/Echo/includes/Hooks.php:8' });
    expect(faultPlace({ ...base, place: 'extensions/Linter/includes/Hooks.php:8' })).not.toBe(echo);
  });

  test('of a browser, too', () => {
    const trace = '    at widthOf (http://127.0.0.1:41001/w/load.php?modules=a&version=1ab2c:1:2345)';
    expect(faultPlace({ ...base, channel: 'browser', trace })).toBe('widthOf');
    expect(faultPlace({ ...base, channel: 'browser', place: 'skins/Vector/resources/a.js:7', trace })).toBe(
      'skins/Vector/…/a.js widthOf',
    );
  });

  test('and nothing when nothing is known', () => {
    expect(faultPlace(base)).toBe('');
  });
});
