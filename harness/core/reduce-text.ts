import { stripVTControlCharacters } from 'node:util';
import { Memory } from './memory.ts';

/** What is replaced by what. A list of rules is applied in its order. */
export type Rule = readonly [RegExp, string];

function applyRules(text: string, rules: readonly Rule[]): string {
  return rules.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}

/** Characters; the rest of a longer text is data, and would only cost time. */
const mostText = 4000;

/**
 * Reduces texts to what two occurrences of one thing have in common, so that what was reduced stays as it is when it is
 * reduced again. Most texts of a night are alike but for their numbers: those go first, and the rest is worked out once.
 */
export class TextReducer {
  readonly #first: readonly Rule[];
  readonly #rules: readonly Rule[];
  readonly #texts = new Memory<string>();
  readonly #shapes = new Memory<string>();

  constructor(first: readonly Rule[], rules: readonly Rule[]) {
    this.#first = first;
    this.#rules = rules;
  }

  reduce(text: string): string {
    return this.#texts.recall(text, (whole) => {
      const shape = applyRules(whole.slice(0, mostText), this.#first);
      return this.#shapes.recall(shape, (one) => this.#reduce(one));
    });
  }

  #reduce(shape: string): string {
    const text = stripVTControlCharacters(shape);
    const reduced = applyRules(text, this.#rules).replace(/\s+/g, ' ').trim();
    const again = applyRules(reduced, this.#first);
    return again === shape ? again : this.#reduce(again);
  }
}
