import { expect, test } from 'vitest';
import { failureSentence } from '../../core/failure.ts';
import { buildFailure } from './build-containerfile.ts';

test('a failed build names the last step that began and what it said', () => {
  const lines = [
    'Step 1/3 : FROM x',
    ' ---> 1',
    'Step 2/3 : RUN apt-get install y',
    'E: Unable to locate package y',
  ];
  const sentence = failureSentence(
    buildFailure('gm1/x:1', lines, new Error('returned a non-zero code: 100')),
  );
  expect(sentence).toMatch(
    /^The image gm1\/x:1 could not be built\. Step 2\/3 : RUN apt-get install y: E: Unable to locate package y .*code: 100/,
  );
});

test('a build that fails before its first step says what the engine said', () => {
  const failure = buildFailure('gm1/x:1', [], new Error('write /x: no space left on device'));
  expect(failure.why).toMatch(/^The disk is full\./);
  expect(failure.next).toContain('gm1 gc');
});
