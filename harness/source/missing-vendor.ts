import type { Failure } from '../core/failure.ts';

/** The failure for a MediaWiki without the libraries that it needs; `next` is how to get them. */
export function missingVendor(tree: string, next: string): Failure {
  return { kind: 'usage', what: `${tree} has no vendor/autoload.php, so MediaWiki could not start.`, next };
}
