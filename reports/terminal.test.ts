import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { reportModel } from './report-model.ts';
import { cutText, wrapText } from './terminal/fit-text.ts';
import { terminalSummary } from './terminal.ts';
import {
  allGreen,
  controlRun,
  failedBoot,
  hostileText,
  interruptedRun,
  regressions,
  type Sample,
} from './testing/samples.ts';

function screenOf({ record, comparison }: Sample, columns = 100, colour = false): string {
  return terminalSummary(reportModel(record, comparison), { colour, columns });
}

describe('the screen', () => {
  test.each([60, 80, 120])('fits %d columns and one screen', (columns) => {
    for (const sample of [
      allGreen(),
      controlRun(),
      failedBoot(),
      interruptedRun(),
      regressions(300, hostileText),
    ]) {
      const lines = screenOf(sample, columns).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(lines.length).toBeLessThanOrEqual(45);
    }
  });

  test('says the gate first and shows the sum', () => {
    const screen = screenOf(allGreen());
    expect(screen.startsWith('✓ Go\n')).toBe(true);
    expect(screen).toContain('tests   53 = 53 same-pass');
  });

  test('says how a failed step goes on', () => {
    expect(screenOf(failedBoot())).toContain('mend the tree and run again.');
  });

  test('is the same text with colours and without', () => {
    const coloured = screenOf(regressions(), 100, true);
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(screenOf(regressions()));
  });

  test('obeys no control character of a log', () => {
    expect(screenOf(regressions(4, hostileText))).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });
});

describe('fitting text', () => {
  test('cuts at whole characters and counts wide ones twice', () => {
    expect([cutText('abcdef', 4), cutText('日本語', 4), cutText('e\u0301a', 2)]).toEqual([
      'abc…',
      '日…',
      'e\u0301a',
    ]);
  });

  test('breaks between words', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  });
});
