import type { LogVerdict, TestVerdict, Waived } from '../../harness/core/comparison.ts';
import { plainLine } from './plain-text.ts';

/** Who waived a finding, until when and why. */
export function waivedSentence({ verdict, waiver }: Waived<LogVerdict | TestVerdict>): string {
  const { task, owner, expires, reason } = waiver;
  return plainLine(`It is ${verdict}, waived by ${task} (${owner}) until ${expires}: ${reason}`, 600);
}
