import { describe, expect, test } from 'vitest';
import { failureSentence } from '../../core/failure.ts';
import { engineFailure, engineMessage, hasStatus } from './engine-failure.ts';

/** As docker-modem makes them. */
function apiError(statusCode: number, reason: string, message: string): Error {
  return Object.assign(new Error(`(HTTP code ${statusCode}) ${reason} - ${message} `), {
    statusCode,
    reason,
  });
}

describe('an error of the engine', () => {
  test.each([
    ['write /var/lib/x: no space left on device', 'The disk is full.', 'gm1 gc'],
    ['Bind for 127.0.0.1:41001 failed: port is already allocated', 'taken by another program', 'gm1 status'],
    ['listen tcp4 127.0.0.1:41001: bind: address already in use', 'taken by another program', 'ss -ltnp'],
    ['connect ECONNREFUSED /var/run/docker.sock', 'does not answer any more', 'gm1 doctor'],
    ['connect ENOENT /var/run/docker.sock', 'does not answer any more', 'gm1 doctor'],
    ['connect EACCES /var/run/docker.sock', 'may not use the container engine', 'gm1 doctor'],
    ['socket hang up', 'does not answer any more', 'gm1 doctor'],
    ['No such image: gm1/runtime:abc', 'is not there', 'gm1 build'],
    ['No such container: 1234', 'has stopped', 'gm1 up'],
    ['all predefined address pools have been fully subnetted', 'no address range left', 'gm1 gc'],
  ])('"%s" says what happened and what to do', (message, why, next) => {
    const failure = engineFailure('The service could not start.', apiError(500, 'server error', message));
    expect(failure.kind).toBe('infrastructure');
    expect(failureSentence(failure)).toMatch(/^The service could not start\. /);
    expect(failure.why).toContain(why);
    expect(failure.why).toContain(message);
    expect(failure.next).toContain(next);
  });

  test('that is unknown is told in the engine’s own words', () => {
    const failure = engineFailure('It failed.', apiError(500, 'server error', 'the moon is wrong'));
    expect(failure.why).toBe('The container engine said: the moon is wrong.');
  });

  test('is an interruption when the signal asked for the end', () => {
    const failure = engineFailure('It failed.', new Error('aborted'), AbortSignal.abort());
    expect(failure.kind).toBe('interrupted');
  });

  test('loses the prefix of the client', () => {
    expect(engineMessage(apiError(404, 'no such container', 'No such image: x'))).toBe('No such image: x');
  });

  test('tells its HTTP status', () => {
    expect(hasStatus(apiError(404, 'no such image', 'x'), 404)).toBe(true);
    expect(hasStatus(new Error('x'), 404)).toBe(false);
  });
});
