import { expect, test } from 'vitest';
import { makeMark, ownerOf, readMarked } from './attached-commands.ts';

const owner = { place: '5b0e.4026531836', pid: 4711, started: '12345' };

test('a mark names its owner, and is another each time', () => {
  const marks = [makeMark(owner), makeMark(owner)];
  expect(marks.map(ownerOf)).toEqual([owner, owner]);
  expect(marks[0]).not.toBe(marks[1]);
});

test('where nothing tells places and starts apart, the id is all that a mark knows', () => {
  const bare = { place: '', pid: 1, started: '' };
  expect(ownerOf(makeMark(bare))).toEqual(bare);
});

test.each(['', '7f0c9c52-6a1c-4b0e-8a55-0f5b6d9f6f3c', 'a:0:1:2', 'a:b:1:2', ':1:2:'])(
  'what says %j does not say whose it is',
  (mark) => expect(ownerOf(mark)).toBeUndefined(),
);

test('the processes of one mark are one command, with the words of the oldest', () => {
  const lines = '1000\tone\tsleep 5\n999\tone\tsh -c  x\n20\ttwo\t\n21\t\tnothing\n';
  expect(readMarked(lines)).toEqual([
    { mark: 'two', words: '' },
    { mark: 'one', words: 'sh -c  x' },
  ]);
});
