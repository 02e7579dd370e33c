import type { RunRecord } from '../core/run-record.ts';
import { tracks } from '../core/track.ts';
import type { Journal, RunStore } from '../store/store.ts';

/** Writes a finished run into a store, event by event as a real one; gives the journal that holds it. */
export async function writeRun(store: RunStore, record: RunRecord): Promise<Journal> {
  const journal = await store.begin(record.definition, record.control);
  const { control, definition, host } = record;
  await journal.write({ type: 'run-started', run: journal.id, control, definition, ...(host && { host }) });
  for (const track of tracks) {
    const [build, environment, logs] = [record.builds[track], record.environments[track], record.logs[track]];
    if (build) await journal.write({ type: 'built', track, build });
    if (environment) await journal.write({ type: 'environment-ready', track, environment });
    for (const { name, seconds } of record.phases[track])
      await journal.write({ type: 'phase-finished', track, phase: name, seconds });
    if (!logs) continue;
    await journal.writeLogs(logs);
    const { requests, records } = logs;
    await journal.write({ type: 'logs-collected', track, requests, records: records.length });
  }
  for (const attempt of record.attempts) await journal.write({ type: 'attempt', attempt });
  for (const failed of record.failures) await journal.write({ type: 'failed', ...failed });
  for (const text of record.notices) await journal.write({ type: 'notice', text });
  await journal.write({ type: 'run-finished' });
  return journal;
}
