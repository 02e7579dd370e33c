import type { CollectedLogs } from '../core/log-record.ts';
import type { RunEventBody, RunRecord } from '../core/run-record.ts';
import { tracks } from '../core/track.ts';
import type { Journal, RunStore } from '../store/store.ts';

/** Writes a finished run into a store, event by event as a real one; gives the journal that holds it. */
export async function writeRun(store: RunStore, record: RunRecord): Promise<Journal> {
  const journal = await store.begin(record.definition, record.control);
  for (const event of eventsOf(record, journal.id)) await journal.write(event);
  for (const track of tracks) {
    const logs = record.logs[track];
    if (logs) await journal.writeLogs(logs);
  }
  return journal;
}

/** What a journal has of a finished run. */
export function eventsOf(record: RunRecord, run: string): readonly RunEventBody[] {
  const { control, definition, host, builds, environments, phases } = record;
  return [
    { type: 'run-started', run, control, definition, ...(host && { host }) },
    ...tracks.flatMap((track): RunEventBody[] => {
      const [build, environment, logs] = [builds[track], environments[track], record.logs[track]];
      return [
        ...(build ? [{ type: 'built', track, build } as const] : []),
        ...(environment ? [{ type: 'environment-ready', track, environment } as const] : []),
        ...phases[track].map(
          ({ name, seconds }) => ({ type: 'phase-finished', track, phase: name, seconds }) as const,
        ),
        ...(logs ? [logsCollected(logs)] : []),
      ];
    }),
    ...record.attempts.map((attempt) => ({ type: 'attempt', attempt }) as const),
    ...record.failures.map((failed) => ({ type: 'failed', ...failed }) as const),
    ...record.outages.map((outage) => ({ type: 'outage', ...outage }) as const),
    ...record.notices.map((text) => ({ type: 'notice', text }) as const),
    { type: 'run-finished' },
  ];
}

function logsCollected({ track, requests, records }: CollectedLogs): RunEventBody {
  return { type: 'logs-collected', track, requests, records: records.length };
}
