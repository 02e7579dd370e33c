import { hash } from 'node:crypto';
import type { Failure } from '../core/failure.ts';
import { stagePath } from './recipe.ts';

interface Forbidden {
  readonly what: string;
  /** Where in the staging directory it may be. */
  readonly unless?: RegExp;
}

export interface ForbiddenName extends Forbidden {
  readonly names: readonly string[];
}

/** What must not be in an image, by its name (`find -name`), wherever it lies. */
export const forbiddenNames: readonly ForbiddenName[] = [
  { what: 'a version control folder', names: ['.git', '.svn', '.hg'] },
  {
    what: 'a patch',
    names: ['*.patch', '*.diff', '*.rej', '*.orig'],
    // Published ones, of libraries: core's resources/lib/pako/pako_deflate.patch, TimedMediaHandler's patches/.
    unless: /^php-[^/]+\/((.+\/)?lib|(extensions|skins)\/.+\/patches)\//,
  },
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

export interface ForbiddenText extends Forbidden {
  /** For one line, and the same to grep -E and to JavaScript. */
  readonly pattern: string;
}

/** No secrets are those in code: OAuth's has a key for its tests, readmes of libraries have examples. */
const published = /^php-[^/]+\/(tests\/|(extensions|skins|vendor)\/.+(\/tests?\/|\.(php|md)$))/i;

/** What must not be in a file. */
export const forbiddenTexts: readonly ForbiddenText[] = [
  {
    what: 'a private key',
    pattern: '-----BEGIN [A-Z ]*PRIVATE KEY-----',
    unless: published,
  },
  {
    what: 'a password of a wiki',
    pattern: '\\$wg(SecretKey|DBpassword|UpgradeKey)\\s*=\\s*["\'][^"\']+',
    unless: published,
  },
  {
    what: 'a token',
    pattern:
      '(_authToken=[A-Za-z0-9_-]{8}|gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20}|npm_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16})',
  },
  { what: "a commit's patch", pattern: '^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001' },
];

/** What is found in contents depends on this. */
export const textRules = hash(
  'sha256',
  JSON.stringify([forbiddenTexts, forbiddenTexts.map(({ unless }) => `${unless}`)]),
).slice(0, 12);

/** What is found in an image depends on this. */
export const auditRules = hash(
  'sha256',
  JSON.stringify([textRules, forbiddenNames, forbiddenNames.map(({ unless }) => `${unless}`)]),
).slice(0, 12);

/** Whether a finding, `what: path`, lies where such a thing may be. */
export function isPublished(finding: string): boolean {
  return [...forbiddenNames, ...forbiddenTexts].some(({ what, unless }) => {
    const start = `${what}: ${stagePath}/`;
    return unless && finding.startsWith(start) && unless.test(finding.slice(start.length));
  });
}

/** `found` are findings that are not published. */
export function notToBeThere(ref: string, found: readonly string[]): Failure {
  const shown = found
    .slice(0, 5)
    .join('; ')
    .replaceAll(/\p{Cc}/gu, '?');
  const more = found.length > 5 ? `; and ${found.length - 5} more` : '';
  return {
    kind: 'usage',
    what: `The image ${ref} was not kept, since it held what must not be in one: ${shown}${more}.`,
    next: 'Remove it from the source of the track, then build again.',
  };
}
