import { mkdtemp, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { personas } from '../core/environment-record.ts';
import { unwrap } from '../testing/unwrap.ts';
import { hashPassword, makeSecrets, readAccounts, type Secrets, writePasswords } from './secrets.ts';

const track = { name: 'e', track: 'next' } as const;

test('a password is hashed as MediaWiki does it', () => {
  // Made with another implementation of PBKDF2 (Python's hashlib).
  const salt = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  expect(hashPassword('pässword', salt)).toBe(
    ':pbkdf2:sha512:1000:64:AAECAwQFBgcICQoLDA0ODw==:' +
      'y/eRj2FwHgs6A0d8wKheOWOR5PjlKZUVEID5K8lrpY3fVCUnILd/a7SvXHROar5bA9d3J9zVifnM9vYjy0q8ZQ==',
  );
});

test('MediaWiki has no reason to hash it anew', async () => {
  const settings = await readFile('environments/contained/wmf-config/accounts.php', 'utf8');
  expect(/\['cost'\] = '(\d+)';/.exec(settings)?.[1]).toBe(hashPassword('a').split(':')[3]);
});

test('no two hashes of one password are alike', () => {
  expect(hashPassword('password')).not.toBe(hashPassword('password'));
});

test('no two environments share a secret', () => {
  const all = [makeSecrets(), makeSecrets()].flatMap(secretsOf);
  expect(new Set(all).size).toBe(2 * (2 + personas.length + 6));
});

test('secrets can stand in SQL, JSON and a file as they are', () => {
  for (const secret of secretsOf(makeSecrets())) expect(secret).toMatch(/^[A-Za-z0-9_-]{16,}$/);
});

test('a second factor is in base 32, of whole bytes', () => {
  const { secret, recoveryCodes } = makeSecrets().secondFactor;
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(recoveryCodes).toHaveLength(5);
  for (const code of recoveryCodes) expect(code).toMatch(/^[A-Z2-7]{16}$/);
});

test('only the owner can read what an account logs in with', async () => {
  const secrets = makeSecrets();
  const accounts = await writePasswords(await folder(), secrets);
  expect(accounts.map(({ persona }) => persona)).toEqual([...personas]);
  for (const account of accounts) {
    const { passwordFile, secondFactor } = account;
    const files = [passwordFile, ...Object.values(secondFactor ?? {})];
    for (const file of files) expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
  for (const read of unwrap(await readAccounts({ ...track, accounts }))) {
    expect(read.password).toBe(secrets.passwords[read.persona]);
    expect(read.secondFactor).toEqual(read.persona === 'twofactor' ? secrets.secondFactor : undefined);
  }
});

test.each(['sysop', 'twofactor.secret'])(
  'a secret that is gone or empty is said, with its place: %s',
  async (file) => {
    const directory = await folder();
    const accounts = await writePasswords(directory, makeSecrets());
    const path = join(directory, 'secrets', file);
    for (const damage of [() => truncate(path), () => rm(path)]) {
      await damage();
      expect(await readAccounts({ ...track, accounts })).toMatchObject({
        failure: {
          what: expect.stringContaining(path),
          next: expect.stringContaining('`gm1 down --environment e --track next`'),
        },
      });
    }
  },
);

test('a persona that is absent gets no account and no file', async () => {
  const directory = await folder();
  const accounts = await writePasswords(directory, makeSecrets(), [
    { persona: 'twofactor', why: 'no OATHAuth' },
  ]);
  expect(accounts.map(({ persona }) => persona)).toEqual(personas.filter((each) => each !== 'twofactor'));
  expect((await readdir(join(directory, 'secrets'))).filter((name) => name.startsWith('twofactor'))).toEqual(
    [],
  );
});

function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'gm1-secrets-'));
}

function secretsOf({ databasePassword, secretKey, passwords, secondFactor }: Secrets): readonly string[] {
  const { secret, recoveryCodes } = secondFactor;
  return [databasePassword, secretKey, ...Object.values(passwords), secret, ...recoveryCodes];
}
