import { expect, test } from 'vitest';
import { Memory } from './memory.ts';

test('works out each text once', () => {
  const memory = new Memory<string>();
  const asked: string[] = [];
  const answer = (text: string) => {
    asked.push(text);
    return text.toUpperCase();
  };
  expect(['a', 'b', 'a', 'b'].map((text) => memory.recall(text, answer))).toEqual(['A', 'B', 'A', 'B']);
  expect(asked).toEqual(['a', 'b']);
});

test('answers rightly, too, when there are more texts than it keeps', () => {
  const memory = new Memory<number>();
  const texts = Array.from({ length: 50_000 }, (_, at) => `${at % 25_000}`);
  expect(texts.map((text) => memory.recall(text, Number))).toEqual(texts.map(Number));
});
