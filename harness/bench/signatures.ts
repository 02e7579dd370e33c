import { logSignature } from '../core/signature.ts';
import { labelledRecords } from '../testing/labelled-records.ts';
import { qualityOf } from '../testing/signature-quality.ts';
import { row } from './row.ts';

/** How well signatures tell the faults of the labelled records apart, and where they do not. */
export async function benchSignatures(): Promise<void> {
  const records = await labelledRecords();
  const { precision, recall, pairs, split, merged } = qualityOf(records, logSignature);
  row('records', String(records.length));
  row('faults', String(new Set(records.map(({ fault }) => fault)).size));
  row('pairs', pairs.toLocaleString('en'));
  row('precision', precision.toFixed(4));
  row('recall', recall.toFixed(4));
  for (const [fault, signatures] of split) print(`split: ${fault}`, signatures);
  for (const [signature, faults] of merged) print(`merged: ${signature}`, faults);
}

function print(heading: string, lines: readonly string[]): void {
  console.log([heading, ...lines].join('\n    '));
}
