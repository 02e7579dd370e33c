import { cp, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Definition, WikiDefinition } from '../core/definition.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Manifest, StagedTree } from '../core/manifest.ts';
import type { TreePart } from '../core/tree.ts';
import { isMissing, writeWhole } from '../system/files.ts';
import { listTree, sha256, treeHash } from '../system/list-tree.ts';
import type { FetchedTree } from './fetched-tree.ts';
import { canonicalJson, deploymentInfo, isIn, makeManifest } from './manifest.ts';
import { checkClaims } from './stage-claims.ts';
import { makeFolderOnce } from './stage-folder.ts';
import { checkLinks } from './staged-links.ts';
import { type DecidedVersions, decideVersions, type VersionChoice } from './versions.ts';

export interface StageRequest {
  readonly definition: Definition;
  /** `configOf()` the track. */
  readonly config: string;
  readonly fetched: FetchedTree;
  readonly versions?: VersionChoice;
  /** `Home.cache`. */
  readonly cache: string;
}

type GeneratedFiles = Readonly<Record<string, string>>;

const configFolders = ['content', 'docroot', 'multiversion', 'w', 'wmf-config', 'dblists'];

/**
 * Lays the configuration beside the fetched code, as scap's staging directory has it: each `php-<version>/` that a wiki
 * runs with its LocalSettings.php, `multiversion/`, `w/`, `wmf-config/`, `dblists/`, `wikiversions.json`,
 * `deployment-info.json`. The code stays where it is and as it is.
 */
export async function stageTree(request: StageRequest): Promise<Outcome<StagedTree>> {
  const { definition, config, fetched, cache, versions: choice } = request;
  const { wikis } = definition;
  const decided = decideVersions({
    ...fetched,
    staged: fetched.versions.map(({ version }) => version),
    ...(choice && { choice }),
    wikis: wikis.map(({ dbname }) => dbname),
  });
  if (!decided.ok) return decided;
  const included = includeOnly(decided.value.versions, fetched);
  const files = farmFiles(decided.value, wikis);
  const hash = await hashConfig(config, files);
  if (!hash.ok) return hash;
  const manifest = makeManifest(decided.value.versions, included.checkouts, {
    name: basename(config),
    hash: hash.value,
  });
  const parts = [...included.code, await layOut(manifest, config, files, cache)];
  return ok({ parts, manifest, ...(fetched.diff && { diff: fetched.diff }) });
}

/** Whether an image can be made of it; of one that has been, it could. */
export function checkStaged({ parts, manifest }: StagedTree): Outcome<void> {
  const claims = checkClaims(parts, manifest.checkouts);
  return claims.ok ? checkLinks(parts) : claims;
}

function includeOnly(versions: readonly string[], fetched: FetchedTree) {
  return {
    code: fetched.versions.flatMap(({ version, parts }) => (versions.includes(version) ? parts : [])),
    checkouts: fetched.checkouts.filter(({ path }) => versions.some((version) => isIn(version, path))),
  };
}

async function hashConfig(config: string, files: GeneratedFiles): Promise<Outcome<string>> {
  try {
    await stat(join(config, 'wmf-config', 'CommonSettings.php'));
  } catch (error) {
    if (!isMissing(error)) throw error;
    return failed({
      kind: 'usage',
      what: `The configuration ${config} has no wmf-config/CommonSettings.php.`,
      next: 'Set `config` of the environment definition to a folder that has one, contained for example.',
    });
  }
  const entries = await listTree(config, (path) => !configFolders.includes(path.split('/')[0] ?? ''));
  return ok(sha256(canonicalJson([treeHash(entries), files])));
}

/** The folder is named by the content that it gets. */
async function layOut(
  manifest: Manifest,
  config: string,
  files: GeneratedFiles,
  cache: string,
): Promise<TreePart> {
  const info = json(deploymentInfo(manifest));
  const key = sha256(canonicalJson([manifest.config.hash, info]))
    .slice('sha256:'.length)
    .slice(0, 12);
  const directory = join(cache, 'staging', key);
  await makeFolderOnce(directory, async (draft) => {
    for (const folder of configFolders) await copyIfPresent(join(config, folder), join(draft, folder));
    for (const [path, content] of Object.entries({ ...files, 'deployment-info.json': info }))
      await writeWhole(join(draft, path), content);
  });
  return { directory, target: '', entries: await listTree(directory) };
}

/** The files of a staging directory that follow from the farm, content by path. */
function farmFiles({ versions, map }: DecidedVersions, wikis: readonly WikiDefinition[]): GeneratedFiles {
  const shapes = [...Map.groupBy(wikis, ({ shape }) => shape)];
  const settings = "<?php\nrequire __DIR__ . '/../wmf-config/CommonSettings.php';\n";
  return {
    'wikiversions.json': json(map),
    ...Object.fromEntries(versions.map((version) => [`php-${version}/LocalSettings.php`, settings])),
    'dblists/all.dblist': dblist(wikis),
    ...Object.fromEntries(shapes.map(([shape, members]) => [`dblists/${shape}.dblist`, dblist(members)])),
  };
}

function dblist(wikis: readonly WikiDefinition[]): string {
  return wikis.map(({ dbname }) => `${dbname}\n`).join('');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

async function copyIfPresent(from: string, to: string): Promise<void> {
  try {
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
