import { describe, expect, test } from 'vitest';
import { escapeMarkdown, markdownSummary } from './markdown.ts';
import { reportModel } from './report-model.ts';
import {
  allGreen,
  controlRun,
  hostileText,
  loggedFaults,
  regressions,
  type Sample,
} from './testing/samples.ts';

function summaryOf({ record, comparison }: Sample): string {
  return markdownSummary(reportModel(record, comparison));
}

describe('the summary', () => {
  test('begins with the gate and says what was compared', () => {
    expect(summaryOf(allGreen()).split('\n').slice(0, 2)).toEqual([
      '# ✅ Go',
      '**next** MediaWiki 1.43.11 from Debian sid against **train** MediaWiki 1.43.9 from Debian trixie',
    ]);
  });

  test.each([
    [1, 'from Debian sid with 1 patch against'],
    [2, 'from Debian sid with 2 patches against'],
  ])('says that a track has %i patched in', (count, said) => {
    const { record, comparison } = allGreen();
    const { tracks } = record.definition;
    const patches = Array.from({ length: count }, () => ({ checkout: '', file: '/x.patch' }));
    const definition = { ...record.definition, tracks: { ...tracks, next: { ...tracks.next, patches } } };
    expect(summaryOf({ record: { ...record, definition }, comparison })).toContain(said);
  });

  test('says what a control run is', () => {
    expect(summaryOf(controlRun())).toContain('> **Control run: train against train.');
  });

  test('names what is off in the environments, if anything', () => {
    const { record, comparison } = allGreen();
    const limitations = [
      { what: 'Math', why: 'outside' },
      { what: '*mail*', why: 'caught' },
    ];
    expect(markdownSummary(reportModel(record, comparison, limitations))).toContain(
      '\nOff or stubbed in the environments: Math; \\*mail\\*.\n',
    );
    expect(summaryOf(allGreen())).not.toContain('Off or stubbed');
  });

  test('counts every verdict and lists the findings worst first', () => {
    const summary = summaryOf(regressions());
    expect(summary).toContain('* 51 tests: 2 regressed, 1 missing, 1 failure-changed');
    expect(summary.indexOf('**regressed**')).toBeLessThan(summary.indexOf('**new log line**'));
    expect(summary).toContain(
      '64 minutes, within the build and publish of the daily wmf/next image, October 2024',
    );
  });

  test('says of a log line why it is one, who made it, what changed and who waived it', () => {
    const lines = summaryOf(loggedFaults()).split('\n');
    const index = lines.findIndex((line) => line.startsWith('1. **new log line** TypeError'));
    expect(lines[index]).toContain('Only next wrote it: 7 times, 3.8 per 1000 requests.');
    expect(lines.slice(index + 1, index + 4)).toEqual([
      '   * test: browser › edit.spec.ts › saves an edit',
      expect.stringContaining('   * suspect: includes/editpage/EditPage.php changed in mediawiki/core'),
      expect.stringContaining('   * suspect: includes/actions/SubmitAction.php added in mediawiki'),
    ]);
    expect(lines).toContain(
      '   * It is new, waived by T400001 (releng) until 2026-09-30: the column comes with the next schema change',
    );
    expect(lines).toContain('* 1 finding waived by T400001.');
  });

  test('keeps every row of its table whole', () => {
    const rows = summaryOf(regressions(4, hostileText))
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  });

  test('makes no HTML of foreign text', () => {
    expect(summaryOf(regressions(4, hostileText))).not.toContain('<script');
  });
});

test.each([
  ['[x](http://a)', '\\[x\\](http://a)'],
  ['&lt;b', '&amp;lt;b'],
  ['a|b `c` #1', 'a\\|b \\`c\\` \\#1'],
  ['@all *now*', '@\u2060all \\*now\\*'],
])('escapes %s', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});
