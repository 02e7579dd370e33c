import { stripVTControlCharacters } from 'node:util';

/** What is replaced by what. A list of rules is applied in its order. */
export type Rule = readonly [RegExp, string];

function applyRules(text: string, rules: readonly Rule[]): string {
  return rules.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}

/** Characters; the rest of a longer text is data, and would only cost time. */
const mostText = 4000;

/** Texts that were reduced, with what they became. Beyond it all are forgotten. */
const mostMemory = 20_000;

/**
 * Reduces texts to what two occurrences of one thing have in common, so that what was reduced stays as it is when it is
 * reduced again. Most texts of a night are alike but for their numbers: those go first, and the rest is worked out once.
 */
export class TextReducer {
  readonly #first: readonly Rule[];
  readonly #rules: readonly Rule[];
  readonly #memory = new Map<string, string>();

  constructor(first: readonly Rule[], rules: readonly Rule[]) {
    this.#first = first;
    this.#rules = rules;
  }

  reduce(text: string): string {
    const shape = applyRules(text.slice(0, mostText), this.#first);
    return this.#memory.get(shape) ?? this.#remember(shape, this.#reduce(shape));
  }

  #reduce(shape: string): string {
    const text = stripVTControlCharacters(shape);
    const reduced = applyRules(text, this.#rules).replace(/\s+/g, ' ').trim();
    const again = applyRules(reduced, this.#first);
    return again === shape ? again : this.#reduce(again);
  }

  #remember(shape: string, reduced: string): string {
    if (this.#memory.size >= mostMemory) this.#memory.clear();
    this.#memory.set(shape, reduced);
    return reduced;
  }
}
