import { describe, expect, test } from 'vitest';
import { parseJunit } from './junit-file.ts';

describe('parseJunit', () => {
  test('reads the file of a suite from its properties, as WebdriverIO writes it', () => {
    const xml = `<?xml version="1.0"?><testsuites tests="1"><testsuite name="Page" timestamp="2026-11-23T00:25:48">
      <properties><property name="file" value="./specs/page.js"/></properties>
      <testcase classname="chrome.Page" name="opens" time="7.319"><failure/><error message="no &lt;h1&gt;&#xA;here"/></testcase>
    </testsuite></testsuites>`;
    expect(parseJunit(xml)).toEqual([
      {
        file: './specs/page.js',
        titlePath: ['Page', 'opens'],
        status: 'failed',
        message: 'no <h1>\nhere',
        start: Date.parse('2026-11-23T00:25:48Z'),
        seconds: 7.319,
      },
    ]);
  });

  test('reads suites in suites, and a suite without any around it', () => {
    const xml = `<testsuite name="outer" file="a.py"><testsuite name="inner" file="a.py"><testcase name="1" time="0.5"/>
      </testsuite><testcase name="2"><skipped message="not here"/></testcase></testsuite>`;
    expect(parseJunit(xml)).toEqual([
      { file: 'a.py', titlePath: ['outer', '2'], status: 'skipped', message: 'not here', seconds: 0 },
      { file: 'a.py', titlePath: ['outer', 'inner', '1'], status: 'passed', seconds: 0.5 },
    ]);
  });

  test('puts a class where no file is named, and the text of a failure behind its message', () => {
    const xml =
      '<testsuite name="s"><testcase classname="C" name="t"><failure message="no">at 3</failure></testcase></testsuite>';
    expect(parseJunit(xml)).toMatchObject([{ titlePath: ['s', 'C', 't'], message: 'no\nat 3' }]);
  });

  test.each([
    ['half a file', '<testsuite name="s"><testcase'],
    ['a file of something else', '<testsuite><testcase name="a" time="0"><failure><x/></failure></testcase>'],
    ['nothing', ''],
  ])('says why %s cannot be used', (_what, xml) => {
    expect(parseJunit(xml)).toHaveProperty('why');
  });

  test('a file without a suite has no test', () => {
    expect(parseJunit('<testsuites/>')).toEqual([]);
  });
});
