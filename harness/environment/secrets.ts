import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Endpoints } from '../core/endpoint.ts';
import { type AbsentPersona, type Account, type Persona, personas } from '../core/environment-record.ts';
import { writeWhole } from '../system/files.ts';

/** The accounts that `multiversion/seeding/Accounts.php` makes on every wiki. */
export const accountNames: Readonly<Record<Persona, string>> = {
  sysop: 'Admin',
  user: 'Tester',
  bot: 'Robot',
  newcomer: 'Newcomer',
  autoconfirmed: 'Autoconfirmed',
  bureaucrat: 'Bureaucrat',
  blocked: 'Blocked',
  twofactor: 'TwoFactor',
  hebrew: 'Hebrew',
};

/** What `multiversion/seeding/TwoFactor.php` puts into a seed in the place of the second factor of one environment. */
export const seededSecondFactor: SecondFactor = {
  secret: 'SEEDSECRETSEEDSECRETSEEDSE',
  recoveryCodes: [
    'SEEDCODEAAAAAAAA',
    'SEEDCODEBBBBBBBB',
    'SEEDCODECCCCCCCC',
    'SEEDCODEDDDDDDDD',
    'SEEDCODEEEEEEEEE',
  ],
};

/** Of the persona twofactor; all in base 32. */
interface SecondFactor {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** What only one track of one environment knows. */
export interface Secrets {
  readonly databasePassword: string;
  /** MediaWiki's `$wgSecretKey`. */
  readonly secretKey: string;
  readonly passwords: Readonly<Record<Persona, string>>;
  readonly secondFactor: SecondFactor;
}

export function makeSecrets(): Secrets {
  const password = () => randomBytes(18).toString('base64url');
  return {
    databasePassword: password(),
    secretKey: randomBytes(32).toString('hex'),
    passwords: {
      sysop: password(),
      user: password(),
      bot: password(),
      newcomer: password(),
      autoconfirmed: password(),
      bureaucrat: password(),
      blocked: password(),
      twofactor: password(),
      hebrew: password(),
    },
    secondFactor: {
      secret: base32(randomBytes(20)),
      recoveryCodes: seededSecondFactor.recoveryCodes.map(() => base32(randomBytes(10))),
    },
  };
}

/** Keeps what accounts log in with in files of mode 0600 below `directory`; those of personas that are absent it leaves out. */
export async function writePasswords(
  directory: string,
  secrets: Secrets,
  absent: readonly AbsentPersona[] = [],
): Promise<readonly Account[]> {
  const present = personas.filter((persona) => !absent.some((each) => each.persona === persona));
  return Promise.all(present.map((persona) => writeAccount(join(directory, 'secrets'), persona, secrets)));
}

async function writeAccount(
  folder: string,
  persona: Persona,
  { passwords, secondFactor }: Secrets,
): Promise<Account> {
  const passwordFile = join(folder, persona);
  await writeWhole(passwordFile, passwords[persona], 0o600);
  const account = { persona, name: accountNames[persona], passwordFile };
  if (persona !== 'twofactor') return account;
  const secretFile = `${passwordFile}.secret`;
  const recoveryCodesFile = `${passwordFile}.recovery-codes`;
  await writeWhole(secretFile, secondFactor.secret, 0o600);
  await writeWhole(recoveryCodesFile, `${secondFactor.recoveryCodes.join('\n')}\n`, 0o600);
  return { ...account, secondFactor: { secretFile, recoveryCodesFile } };
}

/** An account with what it logs in with, as suites get it. */
export async function readAccount(account: Account): Promise<Endpoints['accounts'][number]> {
  const { persona, name, passwordFile, secondFactor } = account;
  const password = await readFile(passwordFile, 'utf8');
  if (!secondFactor) return { persona, name, password };
  const codes = await readFile(secondFactor.recoveryCodesFile, 'utf8');
  return {
    persona,
    name,
    password,
    secondFactor: {
      secret: await readFile(secondFactor.secretFile, 'utf8'),
      recoveryCodes: codes.split('\n').filter(Boolean),
    },
  };
}

const base32Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Without padding; for whole groups of five bytes. */
function base32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{5}/g, (five) => base32Digits[Number.parseInt(five, 2)] ?? '');
}

const pbkdf2 = { digest: 'sha512', iterations: 30_000, bytes: 64 } as const;

/** A password as MediaWiki's `user_password` has it: type pbkdf2 at `$wgPasswordConfig`'s defaults. */
export function hashPassword(password: string, salt: Buffer = randomBytes(16)): string {
  const { digest, iterations, bytes } = pbkdf2;
  const hash = pbkdf2Sync(password, salt, iterations, bytes, digest);
  return `:pbkdf2:${digest}:${iterations}:${bytes}:${salt.toString('base64')}:${hash.toString('base64')}`;
}
