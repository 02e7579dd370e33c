import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, failureSentence, type Outcome, ok } from '../core/failure.ts';
import { exists, readIfPresent } from '../system/files.ts';
import type { Http } from '../system/http.ts';
import { sha256 } from '../system/list-tree.ts';
import { ownerOfFiles } from '../system/owner-of-files.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { debianFailure } from './debian-failure.ts';
import { type DebianPackages, debianCheckouts, parseDebianPackages } from './debian-packages.ts';
import type { FetchedTree } from './fetched-tree.ts';
import { listOnce } from './kept-tree.ts';

/** How long a mirror may take to say what is new. */
export const releaseSeconds = 5;

export interface DebianRequest {
  readonly suite: string;
  /** Ref of a bare Debian, whose apt settings and keys count. */
  readonly base: string;
  readonly projectRoot: string;
  /** `Home.cache`. */
  readonly cache: string;
  readonly sandbox: Sandbox;
  readonly http: Http;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

/**
 * The packages of MediaWiki of a Debian suite, laid out as upstream does, from the mirror of the base image and with
 * apt's signature check. Trees are kept by what they are made of; without a network the last one of the suite serves.
 */
export async function fetchDebian(request: DebianRequest): Promise<Outcome<FetchedTree>> {
  const directory = directoryOf(request);
  const unchanged = await unchangedPackages(request, directory);
  const current = unchanged ? ok(unchanged) : await fetchPackages(request, directory);
  const packages = current.ok ? current : await lastPackages(request, directory, current);
  if (!packages.ok) return packages;
  const { tree, version } = packages.value;
  const part = {
    directory: join(directory, tree, `php-${version}`),
    target: `php-${version}`,
    entries: await listOnce(join(directory, tree), `php-${version}`),
  };
  return ok({
    versions: [{ version, parts: [part] }],
    checkouts: debianCheckouts(request.suite, packages.value),
  });
}

/** Where the release file is that tells whether a suite has changed; undefined when it was never fetched. */
export async function releaseUrl(suite: Pick<DebianRequest, 'cache' | 'suite'>): Promise<string | undefined> {
  return (await readLast(directoryOf(suite)))?.release?.url;
}

function directoryOf({ cache, suite }: Pick<DebianRequest, 'cache' | 'suite'>): string {
  return join(cache, 'debian', suite);
}

async function readLast(directory: string): Promise<DebianPackages | undefined> {
  return parseDebianPackages((await readIfPresent(join(directory, 'current'))) ?? '');
}

/**
 * The packages of the last time, when the mirror's signed release file is still, byte by byte, the one whose signature
 * apt checked then. Much faster than to ask apt in a container; whatever is unsure is left to apt.
 */
async function unchangedPackages(
  { projectRoot, http, signal }: DebianRequest,
  directory: string,
): Promise<DebianPackages | undefined> {
  const last = await readLast(directory);
  if (!last?.release) return undefined;
  const { url, file, script } = last.release;
  const text = await readIfPresent(join(projectRoot, 'environments', 'images', 'fetch-debian.sh'));
  const checked = await readIfPresent(join(directory, 'lists', file));
  if (text === undefined || sha256(text) !== `sha256:${script}` || checked === undefined) return undefined;
  if (!(await exists(join(directory, last.tree, 'entries.json')))) return undefined;
  const answer = await http.send({ url, seconds: releaseSeconds, signal });
  return answer.ok && answer.value.status === 200 && answer.value.body === checked ? last : undefined;
}

async function fetchPackages(
  { suite, base, projectRoot, sandbox, signal }: DebianRequest,
  directory: string,
): Promise<Outcome<DebianPackages>> {
  await mkdir(directory, { recursive: true });
  const finished = await sandbox.run({
    image: base,
    script: `trap 'chown -R ${ownerOfFiles()} /output' EXIT; sh /images/fetch-debian.sh "$SUITE" /output`,
    env: { SUITE: suite },
    folders: { [join(projectRoot, 'environments', 'images')]: '/images', [directory]: '/output' },
    network: true,
    signal,
  });
  if (!finished.ok) return finished;
  const packages = finished.value.exitCode === 0 && parseDebianPackages(finished.value.output);
  return packages ? ok(packages) : failed(debianFailure(suite, finished.value.output));
}

type Failed = Extract<Outcome<never>, { ok: false }>;

async function lastPackages(
  { suite, onNotice }: DebianRequest,
  directory: string,
  reason: Failed,
): Promise<Outcome<DebianPackages>> {
  if (reason.failure.kind !== 'infrastructure') return reason;
  const last = await readLast(directory);
  if (!last) return reason;
  onNotice(
    `Using MediaWiki ${last.version} of ${suite} as fetched before. ${failureSentence(reason.failure)}`,
  );
  return ok(last);
}
