import { mkdir, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { UpstreamTests } from '../core/upstream-tests.ts';
import { exists, readIfPresent } from '../system/files.ts';
import { ownerOfFiles } from '../system/owner-of-files.ts';
import type { DebianRequest } from './debian.ts';
import { debianTestsFailure } from './debian-failure.ts';

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
  return ok({ version: tests.value.version, files: await filesIn(root) });
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
  const { exitCode, output } = finished.value;
  const kept = exitCode === 0 ? parseKept(output) : undefined;
  return kept ? ok(kept) : failed(debianTestsFailure(suite, exitCode, output));
}

function parseKept(output: string): Kept | undefined {
  const version = /^version (\S+)$/m.exec(output)?.[1];
  const tree = /^tree ([0-9a-f]+)$/m.exec(output)?.[1];
  return version && tree ? { version, tree } : undefined;
}

/** Nothing but tests was kept of the source package. */
async function filesIn(root: string): Promise<UpstreamTests['files']> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name));
  return files.sort().map((from) => ({ from, to: relative(root, from) }));
}
