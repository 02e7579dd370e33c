import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashPassword, makeSecrets, readPassword, writePasswords } from './secrets.ts';

test('a password is hashed as MediaWiki does it', () => {
  // Made with another implementation of PBKDF2 (Python's hashlib).
  const salt = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  expect(hashPassword('pässword', salt)).toBe(
    ':pbkdf2:sha512:30000:64:AAECAwQFBgcICQoLDA0ODw==:' +
      'Di3ddDB3uapuW4HQHWfyH8HwdET1Ksyrl9oExBbb+u8/T98Ev9k6L88WvKjl6Xg07OVDvgwNtAJSTjwqLei4xA==',
  );
});

test('no two hashes of one password are alike', () => {
  expect(hashPassword('password')).not.toBe(hashPassword('password'));
});

test('no two environments share a secret', () => {
  const [one, two] = [makeSecrets(), makeSecrets()];
  const all = [one, two].flatMap(({ databasePassword, secretKey, passwords }) => [
    databasePassword,
    secretKey,
    ...Object.values(passwords),
  ]);
  expect(new Set(all).size).toBe(10);
});

test('secrets can stand in SQL, JSON and a file as they are', () => {
  const { databasePassword, secretKey, passwords } = makeSecrets();
  for (const secret of [databasePassword, secretKey, ...Object.values(passwords)]) {
    expect(secret).toMatch(/^[A-Za-z0-9_-]{24,}$/);
  }
});

test('only the owner can read a password', async () => {
  const secrets = makeSecrets();
  const accounts = await writePasswords(await mkdtemp(join(tmpdir(), 'gm1-secrets-')), secrets);
  expect(accounts.map(({ persona, name }) => [persona, name])).toEqual([
    ['sysop', 'Admin'],
    ['user', 'Tester'],
    ['bot', 'Robot'],
  ]);
  for (const account of accounts) {
    expect((await stat(account.passwordFile)).mode & 0o777).toBe(0o600);
    expect(await readPassword(account)).toBe(secrets.passwords[account.persona]);
  }
});
