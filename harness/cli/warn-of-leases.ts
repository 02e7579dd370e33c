import type { EnvironmentRecord } from '../core/environment-record.ts';
import { leaseWarning } from '../environment/lease.ts';
import type { Context } from './context.ts';

/** Says on standard error which leases end within the hour. */
export function warnOfLeases(
  { services: { clock }, stderr }: Context,
  records: readonly EnvironmentRecord[],
): void {
  for (const record of records) {
    const warning = leaseWarning(record, clock.now());
    if (warning !== undefined) stderr.write(`gm1: ${warning}\n`);
  }
}
