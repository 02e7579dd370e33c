import { glob, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { UpstreamTests } from '../core/upstream-tests.ts';
import { exists, readIfPresent } from '../system/files.ts';
import { ownerOfFiles } from '../system/owner-of-files.ts';
import type { DebianRequest } from './debian.ts';
import { debianFailure } from './debian-failure.ts';

interface Kept {
  readonly version: string;
  readonly tree: string;
}

/**
 * The tests in the source package of MediaWiki of a Debian suite: the binary packages have none. Fetched with apt's
 * signature check, once for each version; `version` is that of the binary package, when it is known.
 */
export async function fetchDebianTests(
  request: Omit<DebianRequest, 'http' | 'onNotice'>,
): Promise<Outcome<UpstreamTests>> {
  const directory = join(request.cache, 'upstream', 'debian', request.suite);
  const kept = await keptTests(request, directory);
  const tests = kept ? ok(kept) : await fetchTests(request, directory);
  if (!tests.ok) return tests;
  const root = join(directory, tests.value.tree);
  return ok({ version: tests.value.version, folders: await foldersIn(root) });
}

/** What was fetched before, as long as the binary package has the same version. */
async function keptTests(
  { cache, suite }: { readonly cache: string; readonly suite: string },
  directory: string,
): Promise<Kept | undefined> {
  const last = parseKept((await readIfPresent(join(directory, 'current'))) ?? '');
  if (!last || !(await exists(join(directory, last.tree)))) return undefined;
  const binary = parseKept((await readIfPresent(join(cache, 'debian', suite, 'current'))) ?? '');
  return !binary || binary.version === last.version ? last : undefined;
}

async function fetchTests(
  { suite, base, projectRoot, sandbox, signal }: Omit<DebianRequest, 'http' | 'onNotice'>,
  directory: string,
): Promise<Outcome<Kept>> {
  await mkdir(directory, { recursive: true });
  const finished = await sandbox.run({
    image: base,
    script: `trap 'chown -R ${ownerOfFiles()} /output' EXIT; sh /images/fetch-debian-tests.sh "$SUITE" /output`,
    env: { SUITE: suite },
    folders: { [directory]: '/output' },
    readable: { [join(projectRoot, 'environments', 'images')]: '/images' },
    network: true,
    signal,
  });
  if (!finished.ok) return finished;
  const kept = finished.value.exitCode === 0 ? parseKept(finished.value.output) : undefined;
  return kept ? ok(kept) : failed(debianFailure(suite, finished.value.output));
}

function parseKept(output: string): Kept | undefined {
  const version = /^version (\S+)$/m.exec(output)?.[1];
  const tree = /^tree ([0-9a-f]+)$/m.exec(output)?.[1];
  return version && tree ? { version, tree } : undefined;
}

async function foldersIn(root: string): Promise<UpstreamTests['folders']> {
  const folders: UpstreamTests['folders'][number][] = [];
  for await (const to of glob('{,{extensions,skins}/*/}tests/{selenium,api-testing}', { cwd: root }))
    folders.push({ from: join(root, to), to });
  return folders.sort((a, b) => a.to.localeCompare(b.to, 'en'));
}
