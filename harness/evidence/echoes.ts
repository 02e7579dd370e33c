import type { Logged } from './logged.ts';

/**
 * One fault is one record: PHP logs again what MediaWiki's error handler has logged, MediaWiki logs a failed query and the
 * exception that it then throws, an exception in a job and the job that it ended, an exception and who caught it.
 */
export function withoutEchoes<L extends Logged>(logged: readonly L[]): readonly L[] {
  const known = new Set(logged.flatMap((one) => (one.record.channel === 'php' ? [] : (one.origin ?? []))));
  const told = new Set(logged.flatMap(({ record, tells = [] }) => tells.map((fault) => key(record, fault))));
  return logged.filter(
    ({ record, origin, repeats }) =>
      !(record.channel === 'php' && origin !== undefined && known.has(origin)) &&
      !(repeats !== undefined && told.has(key(record, repeats))),
  );
}

function key({ wiki, requestId }: Logged['record'], fault: string): string {
  return `${wiki} ${requestId} ${fault}`;
}
