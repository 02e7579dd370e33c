import type { Import } from './read-imports.ts';

/** A way from a file (or folder) through its imports back to itself, as a list that starts and ends with it. */
export function findCircle(imports: readonly Import[]): readonly string[] | undefined {
  const targets = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] | undefined => {
    const start = path.indexOf(node);
    if (start >= 0) return [...path.slice(start), node];
    if (done.has(node)) return undefined;
    const circle = firstOf(targets.get(node) ?? [], ({ to }) => visit(to, [...path, node]));
    done.add(node);
    return circle;
  };
  return firstOf([...targets.keys()], (node) => visit(node, []));
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
