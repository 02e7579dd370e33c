import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account, Persona } from '../core/environment-record.ts';
import { writeWhole } from '../system/files.ts';

/** The accounts that `multiversion/install-farm.php` makes on every wiki. */
export const accountNames: Readonly<Record<Persona, string>> = {
  sysop: 'Admin',
  user: 'Tester',
  bot: 'Robot',
};

export const personas: readonly Persona[] = ['sysop', 'user', 'bot'];

/** What only one track of one environment knows. */
export interface Secrets {
  readonly databasePassword: string;
  /** MediaWiki's `$wgSecretKey`. */
  readonly secretKey: string;
  readonly passwords: Readonly<Record<Persona, string>>;
}

export function makeSecrets(): Secrets {
  const password = () => randomBytes(18).toString('base64url');
  return {
    databasePassword: password(),
    secretKey: randomBytes(32).toString('hex'),
    passwords: { sysop: password(), user: password(), bot: password() },
  };
}

/** Keeps the passwords of the accounts in files of mode 0600 below `directory`, one a persona. */
export async function writePasswords(directory: string, { passwords }: Secrets): Promise<readonly Account[]> {
  return Promise.all(
    personas.map(async (persona) => {
      const passwordFile = join(directory, 'secrets', persona);
      await writeWhole(passwordFile, passwords[persona], 0o600);
      return { persona, name: accountNames[persona], passwordFile };
    }),
  );
}

export async function readPassword(account: Account): Promise<string> {
  return readFile(account.passwordFile, 'utf8');
}

const pbkdf2 = { digest: 'sha512', iterations: 30_000, bytes: 64 } as const;

/** A password as MediaWiki's `user_password` has it: type pbkdf2 at `$wgPasswordConfig`'s defaults. */
export function hashPassword(password: string, salt: Buffer = randomBytes(16)): string {
  const { digest, iterations, bytes } = pbkdf2;
  const hash = pbkdf2Sync(password, salt, iterations, bytes, digest);
  return `:pbkdf2:${digest}:${iterations}:${bytes}:${salt.toString('base64')}:${hash.toString('base64')}`;
}
