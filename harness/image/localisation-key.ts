import type { TreeEntry, TreePart } from '../core/tree.ts';
import { sha256, treeHash } from '../system/list-tree.ts';

const inputs: readonly RegExp[] = [
  /(^|\/)i18n\/.*\.json$/,
  /\.(i18n|alias(es)?|magic|namespaces?)(\.[\w-]+)?\.php$/i,
  /^php-[^/]+\/languages\//,
  /^php-[^/]+\/includes\/(language|languages|cache\/localisation)\//,
  /^php-[^/]+\/(extensions|skins)\/[^/]+\/(extension|skin)\.json$/,
  /^wmf-config\/extensions[^/]*$/,
];

/** What the localisation cache is made of; as long as the key stays, the cache need not be built again. */
export function localisationKey(version: string, parts: readonly TreePart[]): string {
  const entries = parts.flatMap(({ target, entries }) => entries.map((entry) => below(target, entry)));
  return sha256(JSON.stringify([version, treeHash(entries.filter(isInput))]));
}

function isInput({ kind, path }: TreeEntry): boolean {
  return kind !== 'folder' && inputs.some((pattern) => pattern.test(path));
}

function below(target: string, entry: TreeEntry): TreeEntry {
  return target ? { ...entry, path: `${target}/${entry.path}` } : entry;
}
