import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';

export type KeyPath = readonly PropertyKey[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface SyntaxProblem {
  readonly place: Place;
  readonly message: string;
}

/** A parsed YAML text that knows where each of its values stands. */
export class YamlSource {
  readonly syntaxProblems: readonly SyntaxProblem[];
  /** Undefined when the syntax is so broken that the value would mislead; a key given twice is not. */
  readonly value: { readonly data: unknown } | undefined;
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  constructor(text: string) {
    this.#text = text;
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const { errors, warnings } = this.#document;
    const problems = [...errors, ...warnings].map(({ pos, message }) => ({
      place: this.#placeAt(pos[0]),
      message: message.replace(/\s+/g, ' '),
    }));
    const data = errors.every(({ code }) => code === 'DUPLICATE_KEY') ? this.#readData() : undefined;
    this.value = typeof data === 'string' ? undefined : data;
    this.syntaxProblems =
      typeof data === 'string' ? [...problems, { place: { line: 1, column: 1 }, message: data }] : problems;
  }

  /** A sentence when an alias has no anchor, or aliases multiply beyond the library's limit. */
  #readData(): { readonly data: unknown } | string {
    try {
      return { data: this.#document.toJS() };
    } catch (error) {
      if (error instanceof ReferenceError) return error.message.replace(/\s+/g, ' ');
      throw error;
    }
  }

  /** Where the value at `path` stands, or the nearest value around it when there is none. */
  place(path: KeyPath): Place {
    const node = this.#nodeAt(path);
    if (node?.range) return this.#placeAt(node.range[0]);
    return path.length > 0 ? this.keyPlace(path) : { line: 1, column: 1 };
  }

  /** Where the key at the end of `path` stands. */
  keyPlace(path: KeyPath): Place {
    const key = this.#pairAt(path)?.key;
    if (isNode(key) && key.range) return this.#placeAt(key.range[0]);
    const parent = path.slice(0, -1);
    return this.#pairAt(parent) ? this.keyPlace(parent) : this.place(parent);
  }

  /** What stands at `path`, in a few words. */
  describe(path: KeyPath): string {
    const node = this.#nodeAt(path);
    if (isMap(node)) return 'a map';
    if (isSeq(node)) return 'a list';
    if (!isScalar(node) || node.value === null || !node.range) return 'nothing';
    return shorten(this.#text.slice(node.range[0], node.range[1]));
  }

  /** The keys of the map at `path`; none when it is no map. */
  keysOf(path: KeyPath): readonly string[] {
    const node = this.#nodeAt(path);
    if (!isMap(node)) return [];
    return node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value ?? '')] : []));
  }

  #nodeAt(path: KeyPath): Node | undefined {
    let node = this.#resolve(this.#document.contents);
    for (const key of path) node = this.#resolve(childOf(node, key));
    return node;
  }

  #pairAt(path: KeyPath): Pair | undefined {
    const last = path.at(-1);
    return last === undefined ? undefined : pairOf(this.#nodeAt(path.slice(0, -1)), last);
  }

  #resolve(node: unknown): Node | undefined {
    if (isAlias(node)) return node.resolve(this.#document);
    return isNode(node) ? node : undefined;
  }

  #placeAt(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function childOf(node: Node | undefined, key: PropertyKey): unknown {
  return isSeq(node) ? node.items[Number(key)] : pairOf(node, key)?.value;
}

function pairOf(node: Node | undefined, key: PropertyKey): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value ?? '') === String(key));
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
