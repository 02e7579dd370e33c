import type { TreeEntry } from '../core/tree.ts';
import { readIfPresent, writeWhole } from './files.ts';
import { parseJson } from './parse-json.ts';

/** Lists side by side, of the same length: read in a quarter of the time of a list of objects. */
interface Columns {
  /** A letter an entry: `f` file, `x` executable file, `l` link, `d` folder. */
  readonly kinds: string;
  readonly paths: readonly string[];
  /** Of files; else 0. */
  readonly bytes: readonly number[];
  /** Hash of a file, target of a link; else empty. */
  readonly values: readonly string[];
}

/** The entries of a tree as `writeEntries` wrote them; undefined when there is no such file or it is damaged. */
export async function readEntries(file: string): Promise<readonly TreeEntry[] | undefined> {
  const columns = parseJson((await readIfPresent(file)) ?? '');
  return areColumns(columns) ? [...columns.kinds].map((kind, at) => toEntry(kind, at, columns)) : undefined;
}

export async function writeEntries(file: string, entries: readonly TreeEntry[]): Promise<void> {
  const columns: Columns = {
    kinds: entries.map(letterOf).join(''),
    paths: entries.map(({ path }) => path),
    bytes: entries.map((entry) => (entry.kind === 'file' ? entry.bytes : 0)),
    values: entries.map(contentOf),
  };
  await writeWhole(file, JSON.stringify(columns));
}

function letterOf(entry: TreeEntry): string {
  if (entry.kind === 'file') return entry.executable ? 'x' : 'f';
  return entry.kind === 'link' ? 'l' : 'd';
}

function contentOf(entry: TreeEntry): string {
  if (entry.kind === 'file') return entry.sha256;
  return entry.kind === 'link' ? entry.to : '';
}

function areColumns(value: unknown): value is Columns {
  const { kinds, paths, bytes, values }: Partial<Columns> = Object(value);
  return (
    typeof kinds === 'string' &&
    /^[fxld]*$/.test(kinds) &&
    [paths, bytes, values].every((column) => Array.isArray(column) && column.length === kinds.length) &&
    [paths, values].every((column) => column?.every((text) => typeof text === 'string')) &&
    bytes?.every((count) => typeof count === 'number') === true
  );
}

function toEntry(kind: string, at: number, { paths, bytes, values }: Columns): TreeEntry {
  const [path = '', value = ''] = [paths[at], values[at]];
  if (kind === 'd') return { kind: 'folder', path };
  if (kind === 'l') return { kind: 'link', path, to: value };
  return { kind: 'file', path, executable: kind === 'x', bytes: bytes[at] ?? 0, sha256: value };
}
