import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogLevel, LogRecord } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';
import { sampleLog, sampleLogs } from '../testing/sample-run.ts';
import { compareLogs } from './compare-logs.ts';

function compare(train: readonly LogRecord[], next: readonly LogRecord[]) {
  return compareLogs(sampleLogs('train', train), sampleLogs('next', next));
}

describe('compareLogs', () => {
  test('calls a fault new that only next has, and lets it gate', () => {
    const record = sampleLog('next');
    expect(compare([], [record])).toEqual([
      {
        signature: 'error · error · Something broke',
        verdict: 'new',
        gates: true,
        deprecation: false,
        counts: { train: 0, next: 1 },
        example: record,
        first: record.time,
        last: record.time,
      },
    ]);
  });

  test('calls a fault the same that both have, though version, line and page differ', () => {
    const train = sampleLog('train', {
      message: 'Bad page "Page 0123456789"',
      place: 'a.php:1',
      version: '1.43.9',
    });
    const next = sampleLog('next', {
      message: 'Bad page "Page abcdef0123"',
      place: 'a.php:7',
      version: '1.43.11',
    });
    expect(compare([train, train], [next])).toMatchObject([
      { verdict: 'same', gates: false, counts: { train: 2, next: 1 }, example: next },
    ]);
  });

  test('calls a fault gone that only train has', () => {
    expect(compare([sampleLog('train')], [])).toMatchObject([{ verdict: 'gone', gates: false }]);
  });

  test('keeps the first and the last time', () => {
    const at = (time: string) => sampleLog('next', { time });
    const [one] = compare(
      [],
      [at('2026-11-22T16:00:02Z'), at('2026-11-22T16:00:01Z'), at('2026-11-22T16:00:03Z')],
    );
    expect(one).toMatchObject({ first: '2026-11-22T16:00:01Z', last: '2026-11-22T16:00:03Z' });
  });

  test.each<[channel: string, level: LogLevel, message: string, gates: boolean, deprecation: boolean]>([
    ['exception', 'error', 'TypeError: x', true, false],
    ['fatal', 'critical', 'out of memory', true, false],
    ['rdbms', 'error', 'Deadlock', true, false],
    ['error', 'warning', 'PHP Notice: said by wfWarn', true, false],
    ['error', 'warning', 'PHP Deprecated: Use of wfFoo was deprecated', true, true],
    ['php', 'warning', 'PHP Deprecated: dynamic property', true, true],
    ['deprecated', 'debug', 'wfFoo', true, true],
    ['memcached', 'warning', 'Duplicate get()', false, false],
    ['ParserCache', 'warning', 'Inconsistent revision ID', false, false],
  ])('new in %s at %s, %j: gates %j, deprecation %j', (channel, level, message, gates, deprecation) => {
    expect(compare([], [sampleLog('next', { channel, level, message })])).toMatchObject([
      { verdict: 'new', gates, deprecation },
    ]);
  });

  test('bears logs that were not collected', () => {
    expect(compareLogs(undefined, undefined)).toEqual([]);
  });

  test('each record is counted once, and swapping the tracks mirrors the verdicts', () => {
    const record = fc.record({
      track: fc.constantFrom<Track>('train', 'next'),
      message: fc.constantFrom('a', 'b', 'c', 'd 12', 'd 13'),
      level: fc.constantFrom<LogLevel>('warning', 'error'),
    });
    const on = (all: readonly LogRecord[], track: Track) => all.filter((one) => one.track === track);
    const mirror = { new: 'gone', gone: 'new', same: 'same' } as const;
    fc.assert(
      fc.property(fc.array(record.map(({ track, ...more }) => sampleLog(track, more))), (all) => {
        const found = compare(on(all, 'train'), on(all, 'next'));
        expect(found.reduce((sum, { counts }) => sum + counts.train + counts.next, 0)).toBe(all.length);
        const other = all.map(
          (one): LogRecord => ({ ...one, track: one.track === 'train' ? 'next' : 'train' }),
        );
        const swapped = new Map(
          compare(on(other, 'train'), on(other, 'next')).map((one) => [one.signature, one.verdict]),
        );
        for (const { signature, verdict } of found) expect(swapped.get(signature)).toBe(mirror[verdict]);
      }),
    );
  });
});
