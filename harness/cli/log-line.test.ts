import { expect, test } from 'vitest';
import type { LogEntry } from '../evidence/log-entry.ts';
import { logLine } from './log-line.ts';

const entry: LogEntry = {
  time: '2026-11-22T21:25:26.947Z',
  track: 'next',
  service: 'app',
  channel: 'exception',
  level: 'error',
  wiki: 'testwiki',
  requestId: 'ffa8cec261e5d2b8d441e384999133a1',
  message: 'It broke',
  trace: '#0 /srv/a.php(1): b()\n#1 {main}',
};
const plain = { trace: false, colour: false };

test('has time, service and channel, level, wiki, start of the request id, message', () => {
  expect(logLine(entry, plain)).toBe(
    '21:25:26.947  app/exception       error    testwiki         ffa8cec2  It broke\n',
  );
});

test('shows what is not known as a dash, and no time as blanks', () => {
  const { wiki, requestId, ...bare } = entry;
  expect(logLine({ ...bare, time: '' }, plain)).toBe(
    '              app/exception       error    -                -         It broke\n',
  );
});

test('has the trace below it when asked, indented', () => {
  expect(logLine(entry, { ...plain, trace: true })).toMatch(/It broke\n {4}#0 .*\n {4}#1 \{main\}\n$/);
});

test('has a colour for what is wrong on a terminal only', () => {
  expect(logLine(entry, { ...plain, colour: true })).toContain('\u001b[31merror');
  expect(logLine({ ...entry, level: 'info' }, { ...plain, colour: true })).not.toContain('\u001b');
});

const hostile = [
  '\u001b]0;title\u0007\u001b[2J\u001b[31mred',
  'one\ntwo\r\nthree',
  'back\b\b\bspace\u0000nul\u007f',
  '\u009b31mone-character escape',
  '\u202eright to left',
  'half a \ud83d',
];

test.each(hostile)('is one line without control characters whatever an entry says: %j', (text) => {
  const line = logLine(
    { ...entry, time: text, service: text, channel: text, wiki: text, requestId: text, message: text },
    plain,
  );
  expect(line.indexOf('\n')).toBe(line.length - 1);
  expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\p{Cs}]/u);
});

test.each(hostile)('has no control characters in its trace but the ends of lines: %j', (text) => {
  const line = logLine({ ...entry, trace: text }, { ...plain, trace: true });
  expect(line.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\p{Cs}]/u);
});

test('is cut when it is very long', () => {
  expect(logLine({ ...entry, message: 'x'.repeat(10_000) }, plain).length).toBeLessThan(2200);
});
