import { failed, type Outcome, ok } from '../core/failure.ts';
import { withAncestors } from '../core/tree.ts';

/** A checkout and the place in MediaWiki's tree that it is for. */
export interface Claim {
  /** Relative to MediaWiki's root, empty for core. */
  readonly path: string;
  /** For sentences: `the submodule https://…`. */
  readonly name: string;
  /** Its own files and links, relative to `path`. */
  readonly files: readonly string[];
}

/** Refuses two checkouts for one path, and one that lies where another has files of its own. */
export function checkPlaces(claims: readonly Claim[]): Outcome<void> {
  for (const [index, inner] of claims.entries()) {
    const twin = claims.find(({ path }, other) => other < index && path === inner.path);
    if (twin) return clash(inner.path, `${twin.name} and ${inner.name}`);
  }
  for (const outer of claims)
    for (const inner of claims.filter((claim) => isBelow(claim, outer))) {
      const file = fileInTheWay(outer, inner);
      if (file !== undefined) return clash(inner.path, `${inner.name} and ${outer.name}, which has ${file}`);
    }
  return ok(undefined);
}

function isBelow(inner: Claim, outer: Claim): boolean {
  return inner !== outer && inner.path.startsWith(outer.path && `${outer.path}/`);
}

function fileInTheWay(outer: Claim, inner: Claim): string | undefined {
  const place = outer.path ? inner.path.slice(outer.path.length + 1) : inner.path;
  const onTheWay = new Set(withAncestors(place));
  return outer.files.find((file) => onTheWay.has(file) || file.startsWith(`${place}/`));
}

function clash(path: string, names: string) {
  return failed({
    kind: 'usage',
    what: `Two checkouts claim ${path}: ${names}.`,
    next: 'Take one of them out of the definition.',
  });
}
