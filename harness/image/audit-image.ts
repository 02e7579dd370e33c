import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { stagePath } from './recipe.ts';

export interface AuditRequest {
  /** Of the finished image. */
  readonly ref: string;
  /** Files whose content is read, relative to the staging directory: those that the parent image has not. */
  readonly paths: readonly string[];
  /** `Home.cache`. */
  readonly cache: string;
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
}

/** What must not be in an image, by its name (`find -name`), wherever it lies. */
const forbiddenNames: readonly { readonly what: string; readonly names: readonly string[] }[] = [
  { what: 'a version control folder', names: ['.git', '.svn', '.hg'] },
  { what: 'a patch', names: ['*.patch', '*.diff', '*.rej', '*.orig'] },
  {
    what: 'a file of secrets',
    names: [
      'PrivateSettings.php',
      '.env',
      '.netrc',
      '.pgpass',
      '.my.cnf',
      '.git-credentials',
      'id_rsa',
      'id_ed25519',
    ],
  },
  {
    what: "a file of somebody's home",
    names: ['.ssh', '.gnupg', '.aws', '.bash_history', '.gitconfig', '.viminfo'],
  },
];

/** What must not be in a file, as extended regular expressions. */
const forbiddenTexts: readonly { readonly what: string; readonly pattern: string }[] = [
  { what: 'a private key', pattern: '-----BEGIN [A-Z ]*PRIVATE KEY-----' },
  { what: 'a password of a wiki', pattern: '\\$wg(SecretKey|DBpassword|UpgradeKey) *= *["\'][^"\']+' },
  {
    what: 'a token',
    pattern: '(_authToken=|gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20}|AKIA[0-9A-Z]{16})',
  },
  { what: 'a patch', pattern: '^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001' },
];

/**
 * Looks into a finished image for what must not leave this machine: secrets, history, patches (T369115: production's
 * images may not show embargoed ones), files of the builder's home. The names of all files count, and the content of
 * those that are new.
 */
export async function auditImage(request: AuditRequest): Promise<Outcome<void>> {
  const { ref, paths, cache, sandbox, signal } = request;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'audit.part-'));
  try {
    await writeFile(join(folder, 'paths'), paths.map((path) => `${stagePath}/${path}\0`).join(''));
    const finished = await sandbox.run({
      image: ref,
      script,
      readable: { [folder]: '/audit' },
      network: false,
      signal,
    });
    if (!finished.ok) return finished;
    const { exitCode, output } = finished.value;
    if (exitCode !== 0) return failed(notLookedInto(ref, output));
    const found = output.split('\n').filter(Boolean);
    return found.length === 0 ? ok(undefined) : failed(notToBeThere(ref, found));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Prints a line for each thing found. grep ends with 1 when it finds nothing, xargs then with 123. */
const script = [
  'export LC_ALL=C',
  ...forbiddenNames.map(({ what, names }) => {
    const anyName = names.map((name) => `-name ${quoted(name)}`).join(' -o ');
    const isPatch = names.some((name) => name.startsWith('*'));
    return `find ${stagePath} /etc/gm1 /opt /tmp -xdev \\( ${anyName} \\) ${isPatch ? '-type f ' : ''}-printf ${quoted(`${what}: %p\\n`)} -prune`;
  }),
  'find /root /home -xdev -type f ! -name .bashrc ! -name .profile ! -name .bash_logout -printf "a file of somebody\'s home: %p\\n"',
  `hits=$(xargs -0 -r -a /audit/paths -P 2 -n 2000 grep -sIlE ${forbiddenTexts.map(({ pattern }) => `-e ${quoted(pattern)}`).join(' ')} || [ $? = 123 ])`,
  'printf "%s\\n" "$hits" | while IFS= read -r file; do',
  '[ -n "$file" ] || continue',
  ...forbiddenTexts.map(
    ({ what, pattern }) =>
      `if grep -qE -e ${quoted(pattern)} "$file"; then printf '%s\\n' ${quoted(`${what}: `)}"$file"; fi`,
  ),
  'done',
].join('\n');

function notToBeThere(ref: string, found: readonly string[]): Failure {
  const shown = found.slice(0, 5).join('; ');
  const more = found.length > 5 ? `; and ${found.length - 5} more` : '';
  return {
    kind: 'usage',
    what: `The image ${ref} was not kept, since it held what must not be in one: ${shown}${more}.`,
    next: 'Remove it from the source of the track, then build again.',
  };
}

function notLookedInto(ref: string, output: string): Failure {
  return {
    kind: 'infrastructure',
    what: `The image ${ref} was not kept, since it could not be looked into for secrets.`,
    why: output.split('\n').slice(-3).join(' / '),
    next: 'Build again; if that does not help, the words above are those of find, xargs or grep.',
  };
}
