import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Limitation, readLimitations } from '../config/read-limitations.ts';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { Provider } from '../environment/provider.ts';
import { readServiceStatus, type ServiceStatus } from '../environment/service-status.ts';
import type { Context } from './context.ts';

/** A track as it is now. */
export interface TrackStatus extends EnvironmentRecord {
  readonly services: readonly ServiceStatus[];
  /** Of all services. Bytes. */
  readonly memory: number;
  /** Of MediaWiki in the image; none when the build is not on record. */
  readonly versions: readonly string[];
  /** Until the lease ends, negative when it has. */
  readonly leaseSeconds: number;
  /** What is off or stubbed. */
  readonly limitations: readonly Limitation[];
}

/** How long a service may take to answer its health check. Seconds. */
const patience = 3;

export async function readTrackStatus(
  { services: { clock, buildRecords, provider } }: Context,
  record: EnvironmentRecord,
): Promise<Outcome<TrackStatus>> {
  const engine = await provider();
  if (!engine.ok) return engine;
  const [services, builds, limitations] = await Promise.all([
    readServiceStatus(engine.value, record, patience),
    buildRecords(),
    limitationsOf(engine.value, record),
  ]);
  if (!services.ok) return services;
  const build = builds.findLast(({ image }) => image.digest === record.image.digest);
  const works = services.value.every(({ state }) => state === 'running');
  return ok({
    ...record,
    state: record.state === 'ready' && !works ? 'degraded' : record.state,
    services: services.value,
    memory: services.value.reduce((sum, each) => sum + ('memory' in each ? (each.memory ?? 0) : 0), 0),
    versions: build?.manifest.versions ?? [],
    leaseSeconds: Math.round((Date.parse(record.lease.expires) - clock.now().getTime()) / 1000),
    limitations,
  });
}

/** As the configuration in the image says, which may be another one by now where it came from. */
async function limitationsOf(
  provider: Provider,
  { name, track }: EnvironmentRecord,
): Promise<readonly Limitation[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gm1-config-'));
  try {
    const target = { environment: name, track, service: 'app' };
    const into = join(folder, 'wmf-config');
    await mkdir(into);
    const copied = await provider.copyOut(target, '/srv/mediawiki/wmf-config', into);
    const limitations = copied.ok ? await readLimitations(folder) : copied;
    return limitations.ok ? limitations.value : [];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
