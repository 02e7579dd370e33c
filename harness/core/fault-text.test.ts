import { describe, expect, test } from 'vitest';
import { faultText } from './fault-text.ts';
import type { LogRecord } from './log-record.ts';

function textOf(message: string, normalizedMessage?: string): string {
  const record: LogRecord = {
    time: '2026-11-22T17:00:00.000Z',
    track: 'train',
    channel: 'x',
    level: 'error',
    message,
  };
  return faultText(normalizedMessage === undefined ? record : { ...record, normalizedMessage });
}

describe('faultText is', () => {
  test.each([
    ['the message when there is no template', 'Bad page 7', undefined, 'Bad page 7'],
    [
      'the template',
      'Slow lookup of alpha noted',
      'Slow lookup of {key} noted',
      'Slow lookup of {key} noted',
    ],
    [
      'what an exception says, without the request',
      '[5f3c] /wiki/Page   TypeError: Bad 7',
      '[{reqId}] {exception_url}   TypeError: Bad 7',
      'TypeError: Bad 7',
    ],
    [
      'the message when the template says little',
      'refreshLinks lock lost',
      '{type} {error}',
      'refreshLinks lock lost',
    ],
    [
      'the template with the value that names the kind of fault',
      'Error connecting to db1 as user wiki: Access denied',
      'Error connecting to {db_server} as user {db_user}: {error}',
      'Error connecting to {db_server} as user {db_user}: Access denied',
    ],
    [
      'the template with the first and the last of its values',
      'ext.a is no module of 7: gone',
      '{module} is no module of {page}: {reason}',
      'ext.a is no module of {page}: gone',
    ],
    [
      'the template alone when the message was not made of it',
      'Something else',
      'Unknown module "{module}" asked for',
      'Unknown module "{module}" asked for',
    ],
    [
      'the template with a value that holds a part of it',
      'Failed to find a (b (en)',
      'Failed to find {messageKey} ({lang})',
      'Failed to find a ({lang})',
    ],
  ])('%s', (_, message, template, expected) => {
    expect(textOf(message, template)).toBe(expected);
  });
});
