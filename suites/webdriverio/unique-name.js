import { randomBytes } from 'node:crypto';

/** A title, user name or password that no other test or track uses. */
export function uniqueName(word) {
  return `${word} ${randomBytes(5).toString('hex')}`;
}
