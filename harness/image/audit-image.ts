import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { type AuditedFile, recallAudited } from './audit-memory.ts';
import {
  type ForbiddenName,
  type ForbiddenText,
  forbiddenNames,
  forbiddenTexts,
  isPublished,
  notToBeThere,
  textRules,
} from './audit-rules.ts';
import { stagePath } from './recipe.ts';

export interface AuditRequest {
  /** Of the finished image. */
  readonly ref: string;
  /** Whose content counts: those that the parent image has not. */
  readonly files: readonly AuditedFile[];
  /** Whether only those files count, since the image below is somebody else's. */
  readonly onlyThese?: boolean;
  /** `Home.cache`. */
  readonly cache: string;
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
}

/**
 * Looks into a finished image for what must not leave this machine: secrets, history, patches (T369115: production's
 * images may not show embargoed ones), files of the builder's home. The names of all files count, and the content of
 * those that are new; what was looked into under the same rules, in any image of this home, is not read again.
 */
export async function auditImage(request: AuditRequest): Promise<Outcome<void>> {
  const { ref, files, onlyThese = false, cache, sandbox, signal } = request;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'audit.part-'));
  try {
    const memory = await recallAudited(join(cache, 'audited', `${textRules}.json`));
    const unread = files.filter((file) => !memory.has(file));
    await writeFile(join(folder, 'paths'), unread.map(({ path }) => `${stagePath}/${path}\0`).join(''));
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
    const found = output
      .split('\0')
      .filter((finding) => finding && !isPublished(finding))
      .filter(
        (finding) => !onlyThese || files.some(({ path }) => finding.endsWith(`: ${stagePath}/${path}`)),
      );
    if (found.length > 0) return failed(notToBeThere(ref, found));
    if (unread.length > 0) await memory.remember(unread);
    return ok(undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Makes those of the folders that there are the arguments of the script. */
function gather(...folders: readonly string[]): string {
  return `set --; for folder in ${folders.join(' ')}; do [ ! -e "$folder" ] || set -- "$@" "$folder"; done`;
}

/** The part of a `find` that prints what has a forbidden name and does not look below it. */
function namedSo({ what, names }: ForbiddenName): string {
  const anyName = names.map((name) => `-name ${quoted(name)}`).join(' -o ');
  const isOfFiles = names.some((name) => name.startsWith('*'));
  return `\\( ${isOfFiles ? '-type f ' : ''}\\( ${anyName} \\) -printf ${quoted(`${what}: %p\\0`)} -prune \\)`;
}

/**
 * Prints each finding as `what: path` and a NUL. grep ends with 1 when it finds nothing and with 2 when it could not read
 * a file; xargs would make 123 of both.
 */
const script = [
  'export LC_ALL=C',
  gather('/etc/gm1', '/opt', '/tmp'),
  `find ${stagePath} "$@" -xdev ${forbiddenNames.map(namedSo).join(' -o ')}`,
  gather('/root', '/home'),
  `[ $# = 0 ] || find "$@" -xdev -type f ! -name .bashrc ! -name .profile ! -name .bash_logout -printf ${quoted("a file of somebody's home: %p\\0")}`,
  'candidates=$(mktemp)',
  `xargs -0 -r -a /audit/paths ${grepFor(forbiddenTexts)} > "$candidates"`,
  ...forbiddenTexts.map(
    (text) => `xargs -0 -r -a "$candidates" ${grepFor([text])} | sed -z ${quoted(`s/^/${text.what}: /`)}`,
  ),
].join('\n');

/** A command that prints, each with a NUL, those of the files appended to it that hold one of the texts. */
function grepFor(texts: readonly ForbiddenText[]): string {
  const patterns = texts.map(({ pattern }) => `-e ${quoted(pattern)}`).join(' ');
  return `sh -c ${quoted(`grep -IlZE ${patterns} -- "$@" || [ $? = 1 ]`)} grep`;
}

function notLookedInto(ref: string, output: string): Failure {
  return {
    kind: 'infrastructure',
    what: `The image ${ref} was not kept, since it could not be looked into for secrets.`,
    why: output
      .slice(output.lastIndexOf('\0') + 1)
      .split('\n')
      .slice(-3)
      .join(' / '),
    next: 'Build again; if that does not help, the words above are those of find, xargs or grep.',
  };
}
