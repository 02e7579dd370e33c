import { expect, test } from 'vitest';
import { functionInScript } from './script-stack.ts';

const load = 'http://127.0.0.1:41001/w/load.php?lang=en&modules=a%2Cb%7Cc&skin=vector-2022&version=1ab2c';

test.each([
  ['a function of a bundle', `    at showList (${load}:12:345)`, 'showList'],
  ['a method', `    at FaultDialog.open (${load}:1:2)`, 'open'],
  ['a constructor', `    at new Title (${load}:1:2)`, 'Title'],
  ['a function under another name', `    at Object.first [as done] (${load}:1:2)`, 'first'],
  [
    'the first with a name',
    `    at ${load}:1:2\n    at <anonymous>:1:7\n    at onClick (${load}:1:9)`,
    'onClick',
  ],
  [
    'what called a library, not the library',
    `    at Function.each (${load}:1:2)\n    at jQuery.fn.each (${load}:1:9)\n    at render (${load}:1:9)`,
    'render',
  ],
  ['the library when nobody else is there', `    at dispatch (${load}:1:2)`, 'dispatch'],
  [
    'the same from the cache of modules',
    `    at showList (eval at <anonymous> (${load}:1:2), <anonymous>:3:4)`,
    'showList',
  ],
  ['as Firefox writes it', `showList@${load}:1:2\n@${load}:1:9`, 'showList'],
  ['nothing without names', `    at ${load}:1:2`, ''],
  ['nothing of nothing', '', ''],
])('names %s', (_, stack, expected) => {
  expect(functionInScript(stack)).toBe(expected);
});
