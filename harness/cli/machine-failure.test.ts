import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { failureSentence } from '../core/failure.ts';
import { machineFailure } from './machine-failure.ts';

function systemError(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: no`), { code, ...(path !== undefined && { path }) });
}

test('a full disk is a sentence with the file and what to do', () => {
  const failure = machineFailure(systemError('ENOSPC', '/home/x/record.json'));
  expect(failure && failureSentence(failure)).toBe(
    '/home/x/record.json could not be read or written. The disk is full. Free space (`gm1 gc` removes what gm1 needs no more), then try again.',
  );
});

test('an error without a path is still one of the machine', () => {
  expect(machineFailure(systemError('EDQUOT'))).toMatchObject({
    what: 'A file could not be read or written.',
  });
});

test('every other error is a defect', async () => {
  expect(machineFailure(new TypeError('x is not a function'))).toBeUndefined();
  expect(machineFailure('ENOSPC')).toBeUndefined();
  expect(machineFailure(await readFile('/none/such').catch((error: unknown) => error))).toBeUndefined();
});
