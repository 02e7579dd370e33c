import { expect, test } from 'vitest';
import { resultFileSchema } from './result-file.ts';
import { identifyTest } from './test-identity.ts';

function identify(suite: string, result: object) {
  return identifyTest(resultFileSchema.parse({ start: 1, ...result }), suite);
}

const cases = [
  {
    title: 'allure-playwright: the package before the file, the project as a parameter',
    suite: 'browser',
    result: {
      name: 'saves',
      fullName: 'browser/deep/edit.spec.ts › Editing › saves',
      titlePath: ['gm1', 'deep', 'edit.spec.ts', 'Editing'],
      parameters: [{ name: 'Project', value: 'mobile' }],
    },
    identity: {
      suite: 'browser',
      file: 'deep/edit.spec.ts',
      titlePath: ['Editing', 'saves'],
      project: 'mobile',
    },
  },
  {
    title: 'allure-playwright: no suite around the test',
    suite: 'api',
    result: { name: 'edits', fullName: 'api/edit.spec.ts › edits', titlePath: ['gm1', 'edit.spec.ts'] },
    identity: { suite: 'api', file: 'edit.spec.ts', titlePath: ['edits'], project: 'api' },
  },
  {
    title: '@wdio/allure-reporter: folders before the file, no project',
    suite: 'webdriverio',
    result: {
      name: 'saves',
      fullName: 'specs/edit.js#Editing.saves',
      titlePath: ['specs', 'edit.js', 'Editing'],
      parameters: [{ name: 'browser', value: 'chrome-1' }],
    },
    identity: {
      suite: 'webdriverio',
      file: 'specs/edit.js',
      titlePath: ['Editing', 'saves'],
      project: 'webdriverio',
    },
  },
  {
    title: 'paths from the root of the project',
    suite: 'webdriverio',
    result: {
      name: 'saves',
      fullName: 'suites/webdriverio/specs/edit.js#saves',
      titlePath: ['suites', 'webdriverio', 'specs', 'edit.js'],
    },
    identity: { suite: 'webdriverio', file: 'specs/edit.js', titlePath: ['saves'], project: 'webdriverio' },
  },
  {
    title: 'an adapter without title paths: full name with line and column, suites in the labels',
    suite: 'api',
    result: {
      name: 'edits',
      fullName: 'edit.spec.ts:12:3',
      labels: [
        { name: 'suite', value: 'edit.spec.ts' },
        { name: 'subSuite', value: 'Editing' },
      ],
    },
    identity: { suite: 'api', file: 'edit.spec.ts', titlePath: ['Editing', 'edits'], project: 'api' },
  },
  {
    title: 'a title that looks like a path',
    suite: 'api',
    result: {
      name: 'loads a.js',
      titlePath: ['x.spec.ts', 'suite of b.js'],
      fullName: 'x.spec.ts#loads a.js',
    },
    identity: {
      suite: 'api',
      file: 'x.spec.ts',
      titlePath: ['suite of b.js', 'loads a.js'],
      project: 'api',
    },
  },
];

test.each(cases)('identifies $title', ({ suite, result, identity }) => {
  expect(identify(suite, result)).toEqual(identity);
});

test('identifies nothing without a file', () => {
  expect(identify('api', { name: 'edits', fullName: 'edits', titlePath: ['Editing'] })).toBeUndefined();
});
