import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { junitXml } from './junit.ts';
import { reportModel } from './report-model.ts';
import { arbitraryText } from './testing/arbitrary-text.ts';
import {
  allGreen,
  failedBoot,
  hostileText,
  loggedFaults,
  regressions,
  type Sample,
} from './testing/samples.ts';

function xmlOf({ record, comparison }: Sample): string {
  return junitXml(reportModel(record, comparison), comparison);
}

function casesOf(sample: Sample) {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => name.startsWith('test'),
  });
  const suites = parser.parse(xmlOf(sample)).testsuites[0].testsuite;
  return suites.flatMap((suite: { testcase: unknown[] }) => suite.testcase);
}

describe('the JUnit report', () => {
  test('has a suite each and counts that add up', () => {
    const xml = xmlOf(regressions());
    expect(xml).toContain('tests="53" failures="7" skipped="1" errors="0"');
    expect([...xml.matchAll(/<testsuite name="(\w+)"/g)].map(([, name]) => name).sort()).toEqual([
      'api',
      'browser',
      'http',
      'logs',
      'webdriverio',
    ]);
  });

  test('fails what next broke and nothing else', () => {
    const failing = casesOf(regressions()).filter((each: object) => 'failure' in each);
    expect(failing.map((each: { failure: { type: string } }) => each.failure.type).sort()).toEqual([
      'failure-changed',
      'missing',
      'new deprecation',
      'new log line',
      'new-failing',
      'regressed',
      'regressed',
    ]);
  });

  test('fails log lines that hold the train, and passes or skips the others', () => {
    const logs = casesOf(loggedFaults()).filter((each: { classname: string }) => each.classname === 'logs');
    const outcome = (each: object) =>
      'failure' in each ? 'fails' : 'skipped' in each ? 'is skipped' : 'passes';
    expect(logs.map((each: { name: string }) => `${each.name.split(': ')[0]} ${outcome(each)}`)).toEqual([
      'TypeError fails',
      'error fails',
      'mail fails',
      'deprecated fails',
      'Wikimedia\\Rdbms\\DBQueryError is skipped',
      'rdbms passes',
    ]);
  });

  test('fails a step that failed', () => {
    expect(casesOf(failedBoot())).toMatchObject([
      { name: 'next, provision', failure: { type: 'failed step' } },
    ]);
  });

  test('is red in nothing when all is green', () => {
    expect(xmlOf(allGreen())).toContain('tests="53" failures="0" skipped="0"');
  });

  test('is well-formed whatever a test says', () => {
    const says = fc.oneof(fc.constant(hostileText), fc.constant(']]>\ufffe\uffff'), arbitraryText);
    fc.assert(
      fc.property(says, (text) => {
        const xml = xmlOf(regressions(0, text));
        expect(XMLValidator.validate(xml)).toBe(true);
        // The characters that XML 1.0 allows, https://www.w3.org/TR/xml/#charsets
        expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      }),
      { numRuns: 30 },
    );
  });
});
