import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogLevel, LogRecord } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';
import { sampleLog, sampleLogs } from '../testing/sample-run.ts';
import { compareLogs } from './compare-logs.ts';
import { noNoise } from './log-noise.ts';

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
        undecided: false,
        deprecation: false,
        reason: 'Only next wrote it: once, 10 per 1000 requests.',
        counts: { train: 0, next: 1 },
        rates: { per1000: { train: 0, next: 10 }, requests: { train: 100, next: 100 }, kinds: [] },
        example: record,
        first: record.time,
        last: record.time,
        origins: { tests: [], testCount: 0, wikis: [], requestIds: [] },
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

  test('a mail that only train sent gates, one that only next sent does not', () => {
    const mail = { channel: 'mail', level: 'info', message: 'mail: Password reset on testwiki' } as const;
    expect(compare([sampleLog('train', mail)], [])).toMatchObject([
      { verdict: 'gone', gates: true, reason: 'Train sent it once, next did not send it.' },
    ]);
    expect(compare([], [sampleLog('next', mail)])).toMatchObject([{ verdict: 'new', gates: false }]);
  });

  test('says of whom it came: tests, wikis and requests of next', () => {
    const of = (track: Track, test: string, wiki: string, requestId: string) =>
      sampleLog(track, { test, wiki, requestId });
    const [one] = compare(
      [of('train', 'c', 'testwiki', 'r0')],
      [
        of('next', 'b', 'testrtlwiki', 'r2'),
        of('next', 'a', 'testwiki', 'r1'),
        of('next', 'a', 'testwiki', 'r1'),
      ],
    );
    expect(one?.origins).toEqual({
      tests: ['a', 'b'],
      testCount: 2,
      wikis: ['testrtlwiki', 'testwiki'],
      requestIds: ['r1', 'r2'],
    });
  });

  test('keeps the first twenty requests', () => {
    const records = Array.from({ length: 50 }, (_, index) =>
      sampleLog('next', {
        requestId: `r${index}`,
        time: `2026-11-22T16:00:${String(59 - index).padStart(2, '0')}Z`,
      }),
    );
    const [one] = compare([], records);
    expect(one?.origins.requestIds).toEqual(Array.from({ length: 20 }, (_, index) => `r${49 - index}`));
  });

  test('takes an example with a trace', () => {
    const [one] = compare(
      [],
      [sampleLog('next'), sampleLog('next', { trace: '#0 a.php(1): b()', time: '2026-11-23T00:00:00Z' })],
    );
    expect(one?.example.trace).toBe('#0 a.php(1): b()');
  });

  test('lists the worst first', () => {
    const of = (message: string, more: Partial<LogRecord>) => sampleLog('next', { message, ...more });
    const found = compare(
      [sampleLog('train', { message: 'old' })],
      [
        of('old', {}),
        of('deprecated thing', { channel: 'deprecated', level: 'warning' }),
        of('slow', { channel: 'rdbms', level: 'warning' }),
        of('odd', { channel: 'error', level: 'warning' }),
        of('rare', {}),
        of('often', {}),
        of('often', {}),
        of('thrown', { channel: 'exception' }),
        of('out of memory', { channel: 'fatal', level: 'critical' }),
      ],
    );
    expect(found.map(({ example }) => example.message)).toEqual([
      'out of memory',
      'thrown',
      'often',
      'rare',
      'odd',
      'deprecated thing',
      'slow',
      'old',
    ]);
  });

  describe('rates', () => {
    const kinds = (edit: number, api: number) => ({ 'page view': 0, edit, api, rest: 0, load: 0, other: 0 });
    const request = (kind: 'edit' | 'api') => ({ kind, method: 'POST', path: '/', status: 200, seconds: 1 });
    const logs = (track: Track, records: readonly LogRecord[], requestKinds = kinds(10, 90)) => ({
      ...sampleLogs(track, records),
      requestKinds,
    });
    const times = (track: Track, count: number, more: Partial<LogRecord> = {}) =>
      Array.from({ length: count }, () => sampleLog(track, more));

    test('are per 1000 requests of the kinds that it came from', () => {
      const edit = { request: request('edit') };
      const [one] = compareLogs(logs('train', times('train', 1, edit)), logs('next', times('next', 2, edit)));
      expect(one?.rates).toEqual({
        per1000: { train: 100, next: 200 },
        requests: { train: 10, next: 10 },
        kinds: ['edit'],
      });
    });

    test('are per 1000 of all requests when a kind is not known', () => {
      const next = [...times('next', 1, { request: request('edit') }), ...times('next', 1)];
      const [one] = compareLogs(logs('train', []), logs('next', next));
      expect(one?.rates).toMatchObject({ requests: { train: 100, next: 100 }, kinds: [] });
    });

    test('of runs that do not tell kinds are per 1000 of all requests', () => {
      const next = times('next', 1, { request: request('api') });
      const [one] = compareLogs(sampleLogs('train'), sampleLogs('next', next));
      expect(one?.rates.requests).toEqual({ train: 100, next: 100 });
    });

    test('leave out what attempts that confirm wrote, which counts do not', () => {
      const confirming = { attempt: { purpose: 'confirming', startedAt: '' } } as const;
      const [one] = compare(times('train', 20), [...times('next', 20), ...times('next', 40, confirming)]);
      expect(one).toMatchObject({ verdict: 'same', counts: { train: 20, next: 60 } });
      expect(one?.rates.per1000).toEqual({ train: 200, next: 200 });
    });

    test('that are three times as high are raised, and undecided without a control run', () => {
      const compareWith = (noise?: Parameters<typeof compareLogs>[2]) =>
        compareLogs(logs('train', times('train', 10)), logs('next', times('next', 45)), noise);
      expect(compareWith()).toMatchObject([
        {
          verdict: 'raised',
          gates: false,
          undecided: true,
          reason: expect.stringContaining('no control run'),
        },
      ]);
      expect(compareWith({ ...noNoise, isMeasured: true })).toMatchObject([
        {
          verdict: 'raised',
          gates: true,
          undecided: false,
          reason: 'Next wrote it 4.5 times as often as train: 450 per 1000 requests, 100 on train.',
        },
      ]);
    });

    test('that a control run shows, too, are the same', () => {
      const signature = 'error · error · Something broke';
      const pair = { train: { count: 8, requests: 100 }, next: { count: 50, requests: 100 } };
      const noise = { ...noNoise, isMeasured: true, pairs: new Map([[signature, [pair]]]) };
      expect(
        compareLogs(logs('train', times('train', 10)), logs('next', times('next', 45)), noise),
      ).toMatchObject([{ verdict: 'same', gates: false }]);
    });

    test('of a warning that holds no train need no control run', () => {
      const warning = { channel: 'rdbms', level: 'warning' } as const;
      const found = compare(times('train', 10, warning), times('next', 45, warning));
      expect(found).toMatchObject([{ verdict: 'raised', gates: false, undecided: false }]);
    });
  });

  describe('what the same train wrote in a control run', () => {
    const signature = 'error · error · Something broke';
    const known = (count: number) => ({
      ...noNoise,
      isMeasured: true,
      known: new Map([[signature, { count, requests: 200 }]]),
    });

    test('is new all the same, but does not gate', () => {
      expect(
        compareLogs(sampleLogs('train'), sampleLogs('next', [sampleLog('next')]), known(1)),
      ).toMatchObject([
        {
          verdict: 'new',
          gates: false,
          reason: expect.stringContaining('The same train wrote it in a control run'),
        },
      ]);
    });

    test('gates when next writes far more of it', () => {
      const many = Array.from({ length: 30 }, () => sampleLog('next'));
      expect(compareLogs(sampleLogs('train'), sampleLogs('next', many), known(1))).toMatchObject([
        { verdict: 'new', gates: true },
      ]);
    });

    test('keeps a mail that comes and goes there off the gate', () => {
      const mail = sampleLog('train', { channel: 'mail', level: 'info', message: 'mail: Watched page' });
      const pair = { train: { count: 1, requests: 100 }, next: { count: 0, requests: 100 } };
      const noise = { ...noNoise, pairs: new Map([['mail · info · mail: Watched page', [pair]]]) };
      expect(compareLogs(sampleLogs('train', [mail]), sampleLogs('next'), noise)).toMatchObject([
        { verdict: 'gone', gates: false },
      ]);
    });
  });
});

describe('whatever the records', () => {
  const record = fc
    .record({
      track: fc.constantFrom<Track>('train', 'next'),
      message: fc.constantFrom('a', 'b', 'c', 'd 12', 'd 13'),
      level: fc.constantFrom<LogLevel>('warning', 'error'),
      channel: fc.constantFrom('error', 'mail'),
      requestId: fc.constantFrom('r1', 'r2', 'r3'),
      time: fc.constantFrom('2026-11-22T16:00:01Z', '2026-11-22T16:00:02Z'),
      times: fc.constantFrom(1, 1, 2, 30),
    })
    .map(({ track, times, ...more }) => Array.from({ length: times }, () => sampleLog(track, more)));
  const records = fc.array(record, { maxLength: 30 }).map((all) => all.flat());
  const on = (all: readonly LogRecord[], track: Track) => all.filter((one) => one.track === track);

  test('each is counted once', () => {
    fc.assert(
      fc.property(records, (all) => {
        const found = compare(on(all, 'train'), on(all, 'next'));
        expect(found.reduce((sum, { counts }) => sum + counts.train + counts.next, 0)).toBe(all.length);
        expect(new Set(found.map(({ signature }) => signature)).size).toBe(found.length);
      }),
    );
  });

  test('their order does not matter', () => {
    const shuffled = records.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(compare(on(other, 'train'), on(other, 'next'))).toEqual(
          compare(on(all, 'train'), on(all, 'next')),
        );
      }),
    );
  });

  test('swapping the tracks mirrors the verdicts', () => {
    const mirror = {
      new: 'gone',
      gone: 'new',
      raised: 'lowered',
      lowered: 'raised',
      same: 'same',
      waived: 'waived',
    } as const;
    fc.assert(
      fc.property(records, (all) => {
        const other = all.map(
          (one): LogRecord => ({ ...one, track: one.track === 'train' ? 'next' : 'train' }),
        );
        const swapped = new Map(
          compare(on(other, 'train'), on(other, 'next')).map((one) => [one.signature, one.verdict]),
        );
        for (const { signature, verdict } of compare(on(all, 'train'), on(all, 'next')))
          expect(swapped.get(signature)).toBe(mirror[verdict]);
      }),
    );
  });
});
