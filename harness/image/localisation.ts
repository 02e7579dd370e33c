import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { StagedTree } from '../core/manifest.ts';
import type { TreePart } from '../core/tree.ts';
import { isMissing } from '../system/files.ts';
import { listTree } from '../system/list-tree.ts';
import { ownerOfFiles } from '../system/owner-of-files.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { stagePath } from './recipe.ts';

export interface LocalisationRequest {
  /** `localisationKey()` of the staged tree. */
  readonly key: string;
  readonly staged: StagedTree;
  /** Ref of the image with PHP. */
  readonly runtime: string;
  /** `Home.cache`. */
  readonly cache: string;
  /** A wiki of the farm; the cache is of all languages, whichever it is. */
  readonly wiki: { readonly dbname: string; readonly lang: string; readonly shape: string };
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
}

/** The folder of the localisation cache of a tree, built unless its inputs had it built before. */
export async function ensureLocalisation(request: LocalisationRequest): Promise<Outcome<string>> {
  const directory = join(request.cache, 'l10n', request.key.slice('sha256:'.length, 'sha256:'.length + 12));
  if (await isThere(directory)) return ok(directory);
  await mkdir(join(request.cache, 'l10n'), { recursive: true });
  const work = await mkdtemp(`${directory}.part-`);
  try {
    await mkdir(join(work, 'l10n'));
    const built = await rebuild(request, work);
    if (!built.ok) return built;
    await keep(join(work, 'l10n'), directory);
    return ok(directory);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Where the cache belongs in the staging directory. */
export async function localisationPart(directory: string, version: string): Promise<TreePart> {
  return { directory, target: `php-${version}/cache/l10n`, entries: await listTree(directory) };
}

async function rebuild(request: LocalisationRequest, work: string): Promise<Outcome<void>> {
  const { staged, wiki, runtime, sandbox, signal } = request;
  const { version } = staged.manifest;
  await writeLists(work, staged.parts);
  const finished = await sandbox.run({
    image: runtime,
    script: script(staged.parts),
    env: { WIKI: wiki.dbname, FARM: farmJson(wiki), OWNER: ownerOfFiles() },
    folders: {
      [work]: '/lists',
      [join(work, 'l10n')]: `${stagePath}/php-${version}/cache/l10n`,
      ...Object.fromEntries(staged.parts.map(({ directory }, index) => [directory, `/parts/${index}`])),
    },
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

/** The tree is copied into the container, so that nothing which runs there can write into the kept one. */
function script(parts: readonly TreePart[]): string {
  const copies = parts.map(
    ({ target }, index) =>
      `mkdir -p "${stagePath}/${target}"; tar -C /parts/${index} --no-recursion --null -T /lists/${index} -cf - | tar -C "${stagePath}/${target}" --no-same-owner -xf -`,
  );
  return [
    'trap \'chown -R "$OWNER" /lists/l10n\' EXIT',
    'mkdir -p /etc/gm1; printf %s "$FARM" > /etc/gm1/farm.json; echo "{}" > /etc/gm1/secrets.json',
    ...copies,
    `cd ${stagePath}`,
    'php multiversion/MWScript.php rebuildLocalisationCache --wiki="$WIKI" --threads="$(nproc)"',
  ].join('\n');
}

/** Just what `Gm1\Farm` needs to know of one wiki that nobody will ask for. */
function farmJson({ dbname, lang, shape }: LocalisationRequest['wiki']): string {
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

async function keep(from: string, directory: string): Promise<void> {
  try {
    await rename(from, directory);
  } catch (error) {
    if (!(await isThere(directory))) throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-5).join(' / ') || '(it said nothing)';
}
