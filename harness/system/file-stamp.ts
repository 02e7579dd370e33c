import { statSync } from 'node:fs';

/**
 * What of a file changes whenever it is written or replaced; undefined when there is none. Synchronous: it takes
 * microseconds, and there are many.
 */
export function fileStamp(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ');
}
