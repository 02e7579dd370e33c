import { expect, test } from 'vitest';
import type { Subject } from '../history/night.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { findSubject } from './find-subject.ts';

const subject = (kind: Subject['kind'], name: string): Subject => ({ kind, key: name, name });

const subjects = [
  subject('test', 'api › edit.spec.ts › saves an edit › api'),
  subject('test', 'browser › edit.spec.ts › saves an edit › chromium'),
  subject('log', 'error · error · TypeError · x is null'),
  subject('log', 'error · error · TypeError · x is null · includes/A.php'),
  subject('failure', 'expected <200>, got <500>'),
];

test.each([
  ['a whole name, though it is part of another', 'error · error · TypeError · x is null', 2],
  ['a part, in whatever case', 'SAVES AN EDIT › CHROMIUM', 1],
  ['a part of a failure', 'got <500>', 4],
])('takes %s', (_what, asked, index) => {
  expect(unwrap(findSubject(subjects, asked))).toBe(subjects[index]);
});

test('lists those that have it when there are several, each with what it is', () => {
  expect(sentenceOf(findSubject(subjects, 'edit'))).toBe(
    [
      '2 names have "edit" in them:',
      '  test: api › edit.spec.ts › saves an edit › api',
      '  test: browser › edit.spec.ts › saves an edit › chromium',
      ' Give more of the one that you mean.',
    ].join('\n'),
  );
});

test('lists no more than ten', () => {
  const many = Array.from({ length: 12 }, (_, number) => subject('test', `test ${number}`));
  expect(sentenceOf(findSubject(many, 'test'))).toContain('  test: test 9\n  … and 2 more\n');
});

test.each([
  ['saves an edti', 'Did you mean api › edit.spec.ts › saves an edit › api?'],
  ['x was null', 'Did you mean error · error · TypeError · x is null'],
  ['nothing like it', 'Copy a name from a report'],
])('of %j it guesses what was meant, if it can', (asked, expected) => {
  expect(sentenceOf(findSubject(subjects, asked))).toContain(expected);
});

test('a name that would disturb the terminal is shown harmless', () => {
  const odd = [subject('test', 'a \u001b[2J\u202e x'), subject('test', 'a y')];
  expect(sentenceOf(findSubject(odd, 'a '))).toContain('  test: a \\u202e x\n');
});
