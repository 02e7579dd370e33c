import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Definition, WikiDefinition } from '../core/definition.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { StagedTree } from '../core/manifest.ts';
import type { TreePart } from '../core/tree.ts';
import { ownerOfFiles } from '../system/owner-of-files.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { stagePath } from './recipe.ts';

export interface LocalisationRequest {
  readonly definition: Definition;
  readonly staged: StagedTree;
  /** Ref of the image with PHP. */
  readonly runtime: string;
  /** `Home.cache`. */
  readonly cache: string;
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
}

export interface RebuildRequest extends LocalisationRequest {
  readonly version: string;
  /** MediaWiki passes over those that it does not know. */
  readonly languages: readonly string[];
}

/**
 * Lets MediaWiki build the localisation caches of languages in a throw-away container without a network, and hands
 * the folder with `<language>.l10n.php` on; it is gone afterwards.
 */
export async function rebuildLocalisation(
  request: RebuildRequest,
  take: (directory: string) => Promise<void>,
): Promise<Outcome<void>> {
  const root = join(request.cache, 'l10n');
  await mkdir(root, { recursive: true });
  const work = await mkdtemp(join(root, 'work.part-'));
  try {
    await mkdir(join(work, 'l10n'));
    const built = await rebuild(request, work);
    if (!built.ok) return built;
    await take(join(work, 'l10n'));
    return ok(undefined);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function rebuild(request: RebuildRequest, work: string): Promise<Outcome<void>> {
  const { definition, staged, version, languages, cache, runtime, sandbox, signal } = request;
  const [wiki] = definition.wikis;
  if (!wiki) throw new Error('A definition has at least one wiki.');
  await writeLists(work, staged.parts);
  const finished = await sandbox.run({
    image: runtime,
    script: script(staged.parts, cache),
    env: {
      WIKI: wiki.dbname,
      FORCE_MW_VERSION: version,
      // The script itself starts only with English at hand.
      LANGUAGES: [...new Set(['en', ...languages])].join(','),
      FARM: farmJson(wiki),
      OWNER: ownerOfFiles(),
    },
    folders: { [work]: '/lists', [join(work, 'l10n')]: `${stagePath}/php-${version}/cache/l10n` },
    readable: Object.fromEntries(mountsOf(staged.parts, cache)),
    network: false,
    signal,
  });
  if (!finished.ok) return finished;
  if (finished.value.exitCode === 0) return ok(undefined);
  return failed({
    kind: 'infrastructure',
    what: `The localisation cache of MediaWiki ${version} could not be built.`,
    why: `rebuildLocalisationCache ended with exit code ${finished.value.exitCode}: ${lastLines(finished.value.output)}`,
    next: 'It is the first PHP that runs on a new tree, so look for a syntax error or a missing file in what it says.',
  });
}

/** Where each folder lies in the container. Scores of checkouts lie below the cache, which is mounted once. */
function mountsOf(parts: readonly TreePart[], cache: string): ReadonlyMap<string, string> {
  const outside = [...new Set(parts.map(({ directory }) => directory))].filter(
    (directory) => !isBelow(directory, cache),
  );
  return new Map([
    [cache, '/cache'],
    ...outside.map((directory, index): [string, string] => [directory, `/parts/${index}`]),
  ]);
}

function isBelow(directory: string, root: string): boolean {
  return directory.startsWith(`${root}/`);
}

/**
 * The tree is copied into the container, so that nothing which runs there can write into the kept one; with one fixed
 * time, since MediaWiki notes the times of its files in the cache.
 */
function script(parts: readonly TreePart[], cache: string): string {
  const mounts = mountsOf(parts, cache);
  const copies = parts.map(({ directory, target: below }, index) => {
    const target = join(stagePath, below);
    const inside = mounts.get(directory) ?? join('/cache', relative(cache, directory));
    return [
      `mkdir -p '${target}'`,
      `tar -C '${inside}' --no-recursion --null -T /lists/${index} --mtime=@979516800 -cf - | tar -C '${target}' --no-same-owner -xf -`,
    ].join('; ');
  });
  return [
    'trap \'chown -R "$OWNER" /lists/l10n\' EXIT',
    'mkdir -p /etc/gm1; printf %s "$FARM" > /etc/gm1/farm.json; echo "{}" > /etc/gm1/secrets.json',
    ...copies,
    `cd ${stagePath}`,
    'php -d display_errors=1 multiversion/MWScript.php rebuildLocalisationCache --wiki="$WIKI" --lang="$LANGUAGES" --threads="$(nproc)"',
  ].join('\n');
}

/** Just what `Gm1\Farm` needs to know of one wiki that nobody will ask for. */
function farmJson({ dbname, lang, shape }: WikiDefinition): string {
  return JSON.stringify({
    environment: 'build',
    track: 'train',
    cookiePrefix: '',
    wikis: { [dbname]: { url: 'http://127.0.0.1', lang, shape } },
  });
}

async function writeLists(work: string, parts: readonly TreePart[]): Promise<void> {
  for (const [index, { entries }] of parts.entries())
    await writeFile(join(work, String(index)), entries.map(({ path }) => `${path}\0`).join(''));
}

/** Without the frames of a backtrace, which follow what went wrong. */
function lastLines(output: string): string {
  const lines = output
    .split('\n')
    .filter((line) => line.trim() && !/^(#\d+ |Backtrace:|Stack trace:|from )/.test(line));
  return lines.slice(-5).join(' / ') || '(it said nothing)';
}
