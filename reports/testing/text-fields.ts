/** Where texts are inside a value, and how to put another in the place of all that are there. */
export interface TextField<T> {
  /** `attempts.[].message`; `[]` is every item of a list. */
  readonly path: string;
  with(text: string): T;
}

/** The places of all texts in a value of JSON's kinds. */
export function textFields<T>(value: T): readonly TextField<T>[] {
  return [...new Set(paths(value, ''))].map((path) => ({
    path,
    with: (text) => replaceAt(value, path.split('.'), text) as T,
  }));
}

function* paths(value: unknown, path: string): Generator<string> {
  if (typeof value === 'string') yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const name = Array.isArray(value) ? '[]' : key;
    yield* paths(item, path === '' ? name : `${path}.${name}`);
  }
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], text: string): unknown {
  if (key === undefined) return typeof value === 'string' ? text : value;
  if (key === '[]') return Array.isArray(value) ? value.map((item) => replaceAt(item, rest, text)) : value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: replaceAt(Reflect.get(value, key), rest, text) };
}
