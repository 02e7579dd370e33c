import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Endpoints } from '../core/endpoint.ts';
import {
  type AbsentPersona,
  type Account,
  type EnvironmentRecord,
  type Persona,
  personas,
} from '../core/environment-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { readIfPresent, writeWhole } from '../system/files.ts';

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

function secretKeyFile(directory: string): string {
  return join(directory, 'secrets', 'secret-key');
}

/** As suites get it; empty when the environment was made before it was kept. */
export async function readSecretKey(directory: string): Promise<Pick<Endpoints, 'secretKey'>> {
  const secretKey = await readIfPresent(secretKeyFile(directory));
  return secretKey ? { secretKey } : {};
}

/** Keeps what accounts log in with, and the key of the wikis, in files of mode 0600 below `directory`; those of personas that are absent it leaves out. */
export async function writePasswords(
  directory: string,
  secrets: Secrets,
  absent: readonly AbsentPersona[] = [],
): Promise<readonly Account[]> {
  await writeWhole(secretKeyFile(directory), secrets.secretKey, 0o600);
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

type AccountOf = Pick<EnvironmentRecord, 'name' | 'track' | 'accounts'>;

/** The accounts of a track with what they log in with, as suites get them. Fails when a file of it is gone or empty. */
export async function readAccounts({
  name,
  track,
  accounts,
}: AccountOf): Promise<Outcome<Endpoints['accounts']>> {
  const paths = accounts.flatMap(({ passwordFile, secondFactor }) => [
    passwordFile,
    ...(secondFactor ? [secondFactor.secretFile, secondFactor.recoveryCodesFile] : []),
  ]);
  const contents = new Map(
    await Promise.all(paths.map(async (path) => [path, (await readIfPresent(path))?.trim() ?? ''] as const)),
  );
  const lost = paths.find((path) => !contents.get(path));
  if (lost !== undefined) return failed(lostSecret(lost, name, track));
  return ok(accounts.map((account) => withSecrets(account, (path) => contents.get(path) ?? '')));
}

function withSecrets(
  { persona, name, passwordFile, secondFactor }: Account,
  contentOf: (path: string) => string,
): Endpoints['accounts'][number] {
  const account = { persona, name, password: contentOf(passwordFile) };
  if (!secondFactor) return account;
  const secret = contentOf(secondFactor.secretFile);
  const recoveryCodes = contentOf(secondFactor.recoveryCodesFile).split('\n').filter(Boolean);
  return { ...account, secondFactor: { secret, recoveryCodes } };
}

function lostSecret(path: string, name: string, track: Track) {
  return {
    kind: 'infrastructure' as const,
    what: `${path} is gone or empty, so that nobody knows what an account of ${name} (${track}) logs in with.`,
    next: `Remove the environment with \`gm1 down --environment ${name} --track ${track}\`, then start it anew.`,
  };
}

const base32Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Without padding; for whole groups of five bytes. */
function base32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{5}/g, (five) => base32Digits[Number.parseInt(five, 2)] ?? '');
}

const pbkdf2 = { digest: 'sha512', iterations: 1000, bytes: 64 } as const;

/** A password as MediaWiki's `user_password` has it: type pbkdf2, as strong as `wmf-config/accounts.php` asks for. */
export function hashPassword(password: string, salt: Buffer = randomBytes(16)): string {
  const { digest, iterations, bytes } = pbkdf2;
  const hash = pbkdf2Sync(password, salt, iterations, bytes, digest);
  return `:pbkdf2:${digest}:${iterations}:${bytes}:${salt.toString('base64')}:${hash.toString('base64')}`;
}
