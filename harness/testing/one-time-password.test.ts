import { expect, test } from 'vitest';
import { oneTimePassword } from './one-time-password.ts';

/** The secret `12345678901234567890` of RFC 6238, appendix B; its values have eight digits, of which these are the last. */
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('at %d s it is %s', (time, password) => {
  expect(oneTimePassword('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', time)).toBe(password);
});
