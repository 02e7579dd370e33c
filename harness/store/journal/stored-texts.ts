import { z } from 'zod';
import type { LogRecord } from '../../core/log-record.ts';
import { parseJson } from '../../system/parse-json.ts';

/** Of a text in `texts.ndjson`, from 0. */
export type TextNumber = number;

/** What says the same in many records, and is most of what a log holds. */
export const repeatedFields = ['trace', 'test', 'step', 'place'] as const;

type RepeatedField = (typeof repeatedFields)[number];

/** A record some of whose texts are named by their numbers. */
export type Shortened = Omit<LogRecord, RepeatedField> & {
  [field in RepeatedField]?: string | TextNumber;
};

/** Beyond it, texts differ for no good reason, and would only fill the memory of whoever reads them. */
const mostTexts = 20_000;

/** Texts that come again and again are kept once, and named by their numbers. */
export class StoredTexts {
  readonly #numbers = new Map<string, TextNumber>();

  shorten(record: LogRecord): Shortened {
    const shortened: Shortened = { ...record };
    for (const field of repeatedFields) {
      const text = record[field];
      if (text !== undefined) shortened[field] = this.#numberOf(text) ?? text;
    }
    return shortened;
  }

  list(): Iterable<string> {
    return this.#numbers.keys();
  }

  static parse(text: string): readonly string[] {
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => z.string().catch('').parse(parseJson(line)));
  }

  #numberOf(text: string): TextNumber | undefined {
    if (!this.#numbers.has(text) && this.#numbers.size < mostTexts)
      this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.get(text);
  }
}

/** Puts the texts in the place of their numbers, in the record itself; a number without a text is left out. */
export function lengthen(record: Shortened, texts: readonly string[]): asserts record is LogRecord {
  for (const field of repeatedFields) {
    const number = record[field];
    if (typeof number !== 'number') continue;
    const text = texts[number];
    if (text === undefined) delete record[field];
    else record[field] = text;
  }
}
