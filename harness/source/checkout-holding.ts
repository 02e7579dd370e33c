import type { Checkout } from '../core/manifest.ts';

/**
 * The checkout of a version that a path belongs to, relative to MediaWiki's root: the one that lies nearest above it.
 * Of the Debian packages that share a folder it is `mediawiki`.
 */
export function checkoutHolding(
  checkouts: readonly Checkout[],
  version: string,
  path: string,
): Checkout | undefined {
  const full = path ? `php-${version}/${path}` : `php-${version}`;
  return checkouts
    .filter((checkout) => full === checkout.path || full.startsWith(`${checkout.path}/`))
    .sort((a, b) => rank(b) - rank(a))[0];
}

function rank({ path, repo }: Checkout): number {
  return 2 * path.length + (repo === 'debian/mediawiki' ? 1 : 0);
}
