import type { BuildRecord } from '../core/build-record.ts';
import type { AppliedPatch, Checkout } from '../core/manifest.ts';
import type { TreeEntry } from '../core/tree.ts';

/** What a build is made of, as far as the record of one or a `deployment-info.json` says. */
export interface BuildSide {
  /** What all versions share: the configuration. */
  readonly common: readonly CheckoutSide[];
  /** At least one, oldest first. */
  readonly versions: readonly VersionSide[];
}

interface VersionSide {
  readonly version: string;
  readonly checkouts: readonly CheckoutSide[];
}

export interface CheckoutSide {
  readonly repo: string;
  readonly branch?: string;
  readonly commit_ref: string;
  readonly url?: string;
  readonly content?: string;
  readonly dirty?: number;
  readonly patches?: readonly AppliedPatch[];
  /** Relative to the checkout. */
  readonly files?: readonly TreeEntry[];
}

/** `files` are those of the staging directory, if they are still known. */
export function sideOfBuild({ manifest }: BuildRecord, files?: readonly TreeEntry[]): BuildSide {
  const { versions, checkouts, config } = manifest;
  const configuration = files?.filter(({ path }) => !path.startsWith('php-'));
  return {
    common: [
      {
        repo: `gm1/environments/${config.name}`,
        commit_ref: config.hash,
        ...(configuration && { files: configuration }),
      },
    ],
    versions: versions.map((version) => ({
      version,
      checkouts: checkouts
        .filter(({ path }) => isAt(path, `php-${version}`))
        .map((checkout) => withFiles(checkout)),
    })),
  };

  function withFiles(checkout: Checkout): CheckoutSide {
    return files && isOwner(checkout, checkouts)
      ? { ...checkout, files: filesOf(checkout, checkouts, files) }
      : checkout;
  }
}

/** Of packages that share a folder it is the one after which the others are named. */
function isOwner(checkout: Checkout, checkouts: readonly Checkout[]): boolean {
  return !checkouts.some(({ path, repo }) => path === checkout.path && repo.length < checkout.repo.length);
}

function filesOf(
  { path }: Checkout,
  checkouts: readonly Checkout[],
  files: readonly TreeEntry[],
): readonly TreeEntry[] {
  const inside = checkouts.filter((other) => other.path.startsWith(`${path}/`));
  return files
    .filter((file) => file.path.startsWith(`${path}/`) && !isMadeByBuild(file.path))
    .filter((file) => !inside.some((other) => isAt(file.path, other.path)))
    .map((file) => ({ ...file, path: file.path.slice(path.length + 1) }));
}

/** The localisation cache and git's facts; that they differ says nothing that their origins do not say. */
function isMadeByBuild(path: string): boolean {
  return /^php-[^/]+\/cache\//.test(path);
}

function isAt(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
