import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Checkout } from '../core/manifest.ts';
import type { TreePart } from '../core/tree.ts';

/**
 * Refuses two checkouts that have a file at one path. Parts with the same target are of one checkout: the later one
 * replaces files of the earlier one on purpose.
 */
export function checkClaims(parts: readonly TreePart[], checkouts: readonly Checkout[]): Outcome<void> {
  const targets = [...new Set(parts.map(({ target }) => target))];
  for (const outer of targets)
    for (const inner of targets.filter((target) => target.startsWith(`${outer}/`))) {
      const claimed = pathsOf(parts, inner);
      const path = [...pathsOf(parts, outer)].find(
        (path) => claimed.has(path) || `${inner}/`.startsWith(`${path}/`),
      );
      if (path !== undefined) return failed(claimedTwice(path, [outer, inner], checkouts));
    }
  return ok(undefined);
}

/** Of files and links, in the staging directory. */
function pathsOf(parts: readonly TreePart[], target: string): ReadonlySet<string> {
  const entries = parts.filter((part) => part.target === target).flatMap((part) => part.entries);
  return new Set(entries.flatMap(({ kind, path }) => (kind === 'folder' ? [] : [`${target}/${path}`])));
}

function claimedTwice(path: string, targets: readonly string[], checkouts: readonly Checkout[]) {
  const names = targets.map((target) => {
    const repo = checkouts.find((checkout) => checkout.path === target)?.repo;
    return repo ? `${repo} at ${target}` : target;
  });
  return {
    kind: 'usage' as const,
    what: `Two checkouts claim ${path}: ${names.join(' and ')}.`,
    next: 'Take the file out of one of them, or check out only one of them there.',
  };
}
