import { expect, test } from 'vitest';
import { sampleLog } from '../testing/sample-run.ts';
import { KnownSignatures } from './known-signatures.ts';
import type { LogEntry } from './log-entry.ts';

const entry = (more: Partial<LogEntry> = {}): LogEntry => ({ ...sampleLog('next'), service: 'app', ...more });

test('what the train logs, too, is not new, whatever differs between two occurrences', () => {
  const known = new KnownSignatures();
  known.learn([
    sampleLog('train', { message: 'Undefined array key "a" of 1234', place: 'includes/A.php:7' }),
  ]);
  expect(known.size).toBe(1);
  const same = entry({ message: 'Undefined array key "a" of 999', place: 'includes/A.php:9' });
  const other = entry({ message: 'Undefined array key "b" of 999', place: 'includes/A.php:9' });
  expect(known.unknownOf([same, other])).toEqual([other]);
});

test('what becomes known later is no more new', () => {
  const known = new KnownSignatures();
  expect(known.unknownOf([entry()])).toHaveLength(1);
  known.learn([entry({ track: 'train' })]);
  expect(known.unknownOf([entry()])).toEqual([]);
});

test.each<[string, Partial<LogEntry>]>([
  ['a request', { channel: 'access', level: 'error' }],
  ['a mail', { channel: 'mail', level: 'info' }],
  ['what a service does', { channel: 'php-fpm', level: 'notice' }],
  ['a line that cannot be read', { isUnreadable: true, level: 'warning' }],
])('%s is no news', (_, more) => {
  expect(new KnownSignatures().unknownOf([entry(more)])).toEqual([]);
});
