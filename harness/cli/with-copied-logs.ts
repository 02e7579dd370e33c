import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import { collectLogFiles } from '../environment/collect-log-files.ts';
import type { Context } from './context.ts';

/** Uses a copy of a track's logs, which can be had of services that have stopped, too. */
export async function withCopiedLogs<T>(
  { services }: Context,
  { name, track }: EnvironmentRecord,
  use: (folder: string) => Promise<T>,
): Promise<Outcome<T>> {
  const provider = await services.provider();
  if (!provider.ok) return provider;
  const folder = await mkdtemp(join(tmpdir(), 'gm1-logs-'));
  try {
    const copied = await collectLogFiles(provider.value, name, track, folder);
    return copied.ok ? ok(await use(folder)) : copied;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
