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
  loggedFaults,
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
      loggedFaults(hostileText),
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

  test('numbers the findings and says of a log line who made it and what changed', () => {
    const lines = screenOf(loggedFaults()).split('\n');
    const index = lines.findIndex((line) => line.startsWith('1 ✗ new log line '));
    expect(lines[index]).toContain('TypeError: strlen(): Argument #1');
    expect(lines.slice(index + 1, index + 3).map((line) => line.trim())).toEqual([
      'browser › edit.spec.ts › saves an edit',
      expect.stringMatching(
        /^includes\/editpage\/EditPage\.php changed in mediawiki\/core, 0123456789 → 89abcdef…$/,
      ),
    ]);
    expect(lines.find((line) => line.includes('raised log line'))).toContain('41 times on next, 6 on train');
    expect(lines.some((line) => line.includes('gone mail'))).toBe(true);
    expect(lines.some((line) => line.includes('waived log line'))).toBe(true);
  });

  test('tells the noise', () => {
    expect(screenOf(loggedFaults())).toMatch(
      /noise +1 control run of train against train within seven days called 0/,
    );
    expect(screenOf(allGreen())).toContain('no control run younger than seven days');
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
