import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { failed, failureSentence, type Outcome, ok } from '../core/failure.ts';
import type { TreeEntry } from '../core/tree.ts';
import { readIfPresent, writeWhole } from '../system/files.ts';
import { listTree } from '../system/list-tree.ts';
import { ownerOfFiles } from '../system/owner-of-files.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { debianFailure } from './debian-failure.ts';
import { type DebianPackages, debianCheckouts, parseDebianPackages } from './debian-packages.ts';
import type { FetchedTree } from './fetched-tree.ts';

export interface DebianRequest {
  readonly suite: string;
  /** Ref of a bare Debian, whose apt settings and keys count. */
  readonly base: string;
  readonly projectRoot: string;
  /** `Home.cache`. */
  readonly cache: string;
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

/**
 * The packages of MediaWiki of a Debian suite, laid out as upstream does, from the mirror of the base image and with
 * apt's signature check. Trees are kept by what they are made of; without a network the last one of the suite serves.
 */
export async function fetchDebian(request: DebianRequest): Promise<Outcome<FetchedTree>> {
  const directory = join(request.cache, 'debian', request.suite);
  const current = await fetchPackages(request, directory);
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
  const last = parseDebianPackages((await readIfPresent(join(directory, 'current'))) ?? '');
  if (!last) return reason;
  onNotice(
    `Using MediaWiki ${last.version} of ${suite} as fetched before. ${failureSentence(reason.failure)}`,
  );
  return ok(last);
}

const entrySchema: z.ZodType<TreeEntry> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    path: z.string(),
    executable: z.boolean(),
    bytes: z.number(),
    sha256: z.string(),
  }),
  z.object({ kind: z.literal('link'), path: z.string(), to: z.string() }),
  z.object({ kind: z.literal('folder'), path: z.string() }),
]);

/** A kept tree never changes, so it is listed once. */
async function listOnce(directory: string, name: string): Promise<readonly TreeEntry[]> {
  const file = join(directory, 'entries.json');
  const known = await readIfPresent(file);
  if (known) return z.array(entrySchema).parse(JSON.parse(known));
  const entries = await listTree(join(directory, name));
  await writeWhole(file, JSON.stringify(entries));
  return entries;
}
