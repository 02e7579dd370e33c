import type { LogRecord } from '../core/log-record.ts';
import type { LabelledRecord } from './labelled-records.ts';

/** How well signatures tell faults apart, over all pairs of labelled records. */
export interface SignatureQuality {
  /** Of the pairs with one signature, the share that is of one fault. */
  readonly precision: number;
  /** Of the pairs of one fault, the share that has one signature. */
  readonly recall: number;
  readonly pairs: number;
  /** Faults with several signatures. */
  readonly split: ReadonlyMap<string, readonly string[]>;
  /** Signatures of several faults. */
  readonly merged: ReadonlyMap<string, readonly string[]>;
}

export function qualityOf(
  records: readonly LabelledRecord[],
  signatureOf: (record: LogRecord) => string,
): SignatureQuality {
  const signed = records.map(({ fault, record }) => ({ fault, signature: signatureOf(record) }));
  const both = pairsWithin(signed, ({ fault, signature }) => JSON.stringify([fault, signature]));
  return {
    precision: both / pairsWithin(signed, ({ signature }) => signature),
    recall: both / pairsWithin(signed, ({ fault }) => fault),
    pairs: pairsOf(records.length),
    split: severalOf(signed, 'fault', 'signature'),
    merged: severalOf(signed, 'signature', 'fault'),
  };
}

interface Signed {
  readonly fault: string;
  readonly signature: string;
}

function pairsWithin(signed: readonly Signed[], key: (one: Signed) => string): number {
  return [...Map.groupBy(signed, key).values()].reduce((sum, { length }) => sum + pairsOf(length), 0);
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}

function severalOf(
  signed: readonly Signed[],
  by: keyof Signed,
  of: keyof Signed,
): ReadonlyMap<string, readonly string[]> {
  const groups = [...Map.groupBy(signed, (one) => one[by])];
  return new Map(
    groups.flatMap(([key, some]) => {
      const values = [...new Set(some.map((one) => one[of]))];
      return values.length > 1 ? [[key, values] as const] : [];
    }),
  );
}
