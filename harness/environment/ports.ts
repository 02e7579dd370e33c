import { createHash } from 'node:crypto';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';

/** Above the well-known ports and below those that systems give to outgoing connections. */
const [firstPort, portCount] = [20_000, 12_000];

/** More than a farm has wikis. */
const gap = 128;

/**
 * Where the search for an environment's ports begins: the same for the same name, so that URLs stay. The tracks
 * begin apart, since they look for theirs at the same time.
 */
export function preferredPort(environment: string, track: Track): number {
  const hash = createHash('sha256').update(environment).digest().readUInt32BE(0);
  return firstPort + ((hash + (track === 'next' ? gap : 0)) % portCount);
}

/** The first `count` free ports of the loopback interface from `start` on. */
export async function pickPorts(
  start: number,
  count: number,
  isFree: (port: number) => Promise<boolean>,
): Promise<Outcome<readonly number[]>> {
  const ports: number[] = [];
  for (let step = 0; step < portCount && ports.length < count; step++) {
    const port = firstPort + ((start - firstPort + step) % portCount);
    if (await isFree(port)) ports.push(port);
  }
  if (ports.length === count) return ok(ports);
  return failed({
    kind: 'infrastructure',
    what: `No ${count} ports of the loopback interface between ${firstPort} and ${firstPort + portCount} are free.`,
    next: 'End what listens there; `gm1 down` and `gm1 gc` end what gm1 started.',
  });
}
