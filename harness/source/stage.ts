import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Definition, WikiDefinition } from '../core/definition.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Manifest, StagedTree } from '../core/manifest.ts';
import { isMissing, writeWhole } from '../system/files.ts';
import { listTree, sha256, treeHash } from '../system/list-tree.ts';
import type { FetchedTree } from './fetched-tree.ts';
import { canonicalJson, deploymentInfo, makeManifest } from './manifest.ts';

export interface StageRequest {
  readonly definition: Definition;
  readonly fetched: FetchedTree;
  /** `Home.cache`. */
  readonly cache: string;
}

const configFolders = ['docroot', 'multiversion', 'w', 'wmf-config', 'dblists'];

/**
 * Lays the configuration beside the fetched code, as scap's staging directory has it: `php-<version>/` with its
 * LocalSettings.php, `multiversion/`, `w/`, `wmf-config/`, `dblists/`, `wikiversions.json`, `deployment-info.json`.
 * The code stays where it is and as it is.
 */
export async function stageTree(request: StageRequest): Promise<Outcome<StagedTree>> {
  const { definition, fetched, cache } = request;
  const { config } = definition;
  const hash = await hashConfig(config, definition.wikis);
  if (!hash.ok) return hash;
  const versions = fetched.versions.map(({ version }) => version);
  const manifest = makeManifest(versions, fetched.checkouts, {
    name: basename(config),
    hash: hash.value,
  });
  const directory = join(cache, 'staging', manifest.hash.slice('sha256:'.length, 'sha256:'.length + 12));
  await layOut(directory, config, manifest, definition.wikis);
  const beside = { directory, target: '', entries: await listTree(directory) };
  return ok({ parts: [...fetched.versions.flatMap(({ parts }) => parts), beside], manifest });
}

async function hashConfig(config: string, wikis: readonly WikiDefinition[]): Promise<Outcome<string>> {
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
  return ok(sha256(canonicalJson([treeHash(entries), farmFiles('php-', wikis)])));
}

/** Whole or not at all, so that two builds of one manifest cannot meet a half. */
async function layOut(
  directory: string,
  config: string,
  manifest: Manifest,
  wikis: readonly WikiDefinition[],
): Promise<void> {
  const draft = `${directory}.${process.pid}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    for (const folder of configFolders) await copyIfPresent(join(config, folder), join(draft, folder));
    const generated = {
      ...farmFiles(`php-${manifest.version}`, wikis),
      'deployment-info.json': json(deploymentInfo(manifest)),
    };
    for (const [path, content] of Object.entries(generated)) await writeWhole(join(draft, path), content);
    await mkdir(dirname(directory), { recursive: true });
    await replace(draft, directory);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The files of a staging directory that follow from the farm, content by path; `tree` is `php-<version>`. */
function farmFiles(tree: string, wikis: readonly WikiDefinition[]): Readonly<Record<string, string>> {
  const shapes = [...Map.groupBy(wikis, ({ shape }) => shape)];
  return {
    'wikiversions.json': json(Object.fromEntries(wikis.map(({ dbname }) => [dbname, tree]))),
    [`${tree}/LocalSettings.php`]: "<?php\nrequire __DIR__ . '/../wmf-config/CommonSettings.php';\n",
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
    await cp(from, to, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** The same manifest has the same content, so what another build put there meanwhile is as good. */
async function replace(draft: string, directory: string): Promise<void> {
  try {
    await rename(draft, directory);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
  }
}
