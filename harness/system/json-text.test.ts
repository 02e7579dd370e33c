import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from './json-text.ts';

test('reads back as the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(JSON.stringify(JSON.parse(jsonText(value, 2)))).toBe(JSON.stringify(value));
    }),
  );
});

test('shows what would move the cursor or turn the text', () => {
  expect(jsonText('a\u001b[31m\u009b31m\u202eb')).toBe(String.raw`"a\u001b[31m\u009b31m\u202eb"`);
});
