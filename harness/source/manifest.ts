import type { Checkout, Manifest } from '../core/manifest.ts';
import { sha256 } from '../system/list-tree.ts';

/** The manifest of a build; its hash depends on the code and the configuration, not on track, machine or time. */
export function makeManifest(
  versions: readonly string[],
  checkouts: readonly Checkout[],
  config: Manifest['config'],
): Manifest {
  const version = versions.at(-1);
  if (version === undefined) throw new Error('A staging directory has at least one version.');
  const hash = sha256(canonicalJson({ versions, checkouts, config }));
  return { hash, version, versions, checkouts, config };
}

/** JSON in which the order of keys does not depend on how the value was made. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** scap's `deployment-info.json`: `common` for every version, and the checkouts of each. */
export function deploymentInfo({ versions, checkouts, config }: Manifest) {
  return {
    common: [{ repo: `gm1/environments/${config.name}`, branch: config.name, commit_ref: config.hash }],
    versions: Object.fromEntries(
      versions.map((version) => [
        version,
        checkouts
          .filter(({ path }) => isIn(version, path))
          .map(({ repo, branch, commit_ref }) => ({ repo, ...(branch && { branch }), commit_ref })),
      ]),
    ),
  };
}

/** Whether a path of the staging directory is the folder of a version or lies in it. */
export function isIn(version: string, path: string): boolean {
  return path === `php-${version}` || path.startsWith(`php-${version}/`);
}
