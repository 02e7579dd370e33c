import { failed, type Outcome, ok } from '../core/failure.ts';
import type { TreePart } from '../core/tree.ts';

/** As many as Linux follows on the way to one file (path_resolution(7)). */
const mostLinks = 40;

/**
 * Refuses a link that leads out of the staging directory, also by way of other links: in the image it would lead to
 * nothing, or to a file that is not MediaWiki's.
 */
export function checkLinks(parts: readonly TreePart[]): Outcome<void> {
  const links = new Map(parts.flatMap(linksOf));
  for (const [path, to] of links)
    if (!staysInside(path, links))
      return failed({
        kind: 'usage',
        what: `The link ${path} leads out of the staging directory, to ${to}.`,
        next: 'Put a copy in its place, or a relative link to something in the staging directory.',
      });
  return ok(undefined);
}

function linksOf({ target, entries }: TreePart): readonly (readonly [path: string, to: string])[] {
  return entries.flatMap((entry) =>
    entry.kind === 'link' ? [[target ? `${target}/${entry.path}` : entry.path, entry.to] as const] : [],
  );
}

/** Walks name by name, as the system does; `x/..` is not always where `x` lies. */
function staysInside(path: string, links: ReadonlyMap<string, string>): boolean {
  const ahead = path.split('/').reverse();
  const at: string[] = [];
  let followed = 0;
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (name === '..' && at.length === 0) return false;
    if (name === '..') at.pop();
    if (name === '' || name === '.' || name === '..') continue;
    const to = links.get([...at, name].join('/'));
    if (to === undefined) at.push(name);
    else if (to.startsWith('/')) return false;
    else if (++followed > mostLinks) return true;
    else ahead.push(...to.split('/').reverse());
  }
  return true;
}
