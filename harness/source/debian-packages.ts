import type { Checkout } from '../core/manifest.ts';

/** What `fetch-debian.sh` printed and keeps in `current`. */
export interface DebianPackages {
  readonly version: string;
  /** The folder of the tree, named after the hash of the packages. */
  readonly tree: string;
  /** The suite's signed release file at the time, and the hash of the script that read it; absent in older caches. */
  readonly release?: { readonly url: string; readonly file: string; readonly script: string };
  readonly packages: readonly { readonly name: string; readonly version: string; readonly sha256: string }[];
}

/** Reads the lines of `fetch-debian.sh`; undefined when they are not complete. Other lines are apt's. */
export function parseDebianPackages(output: string): DebianPackages | undefined {
  const version = /^version (\S+)$/m.exec(output)?.[1];
  const tree = /^tree ([0-9a-f]+)$/m.exec(output)?.[1];
  const packages = [...output.matchAll(/^package (\S+) (\S+) ([0-9a-f]{64})$/gm)].map(
    ([, name = '', version = '', sha256 = '']) => ({ name, version, sha256 }),
  );
  if (!version || !tree || packages.length === 0) return undefined;
  const [, url, file, script] = /^release (https?:\/\/\S+) ([^\s/]+) ([0-9a-f]{64})$/m.exec(output) ?? [];
  return { version, tree, packages, ...(url && file && script && { release: { url, file, script } }) };
}

/** One checkout a package; both are laid out in one folder. */
export function debianCheckouts(suite: string, { version, packages }: DebianPackages): readonly Checkout[] {
  return packages.map((one) => ({
    repo: `debian/${one.name}`,
    path: `php-${version}`,
    branch: suite,
    commit_ref: one.version,
    sha256: one.sha256,
  }));
}
