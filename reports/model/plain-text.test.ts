import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryText } from '../testing/arbitrary-text.ts';
import { plainLine, plainText } from './plain-text.ts';

describe('plainText', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['a\u0000b', 'a\\u0000b'],
    ['a\u202eb\u2066', 'a\\u202eb\\u2066'],
    ['two\r\nlines\tand a tab', 'two\nlines\tand a tab'],
    ['שלום <b>', 'שלום <b>'],
    ['half \ud800 of a pair', 'half \ufffd of a pair'],
  ])('shows %j as %j', (text, shown) => {
    expect(plainText(text)).toBe(shown);
  });

  test('says how much it left out', () => {
    expect(plainText('x'.repeat(25), 10)).toBe(
      `${'x'.repeat(10)}\n… and 15 more characters, see the run directory`,
    );
  });

  test('leaves no character that a terminal obeys or that reorders text', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        expect(plainText(text)).not.toMatch(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('plainLine', () => {
  test('is one line of bounded length', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const line = plainLine(text, 40);
        expect(line).not.toContain('\n');
        expect(line.length).toBeLessThanOrEqual(40);
      }),
    );
  });
});
