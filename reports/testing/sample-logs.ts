import type { CollectedLogs, LogRecord } from '../../harness/core/log-record.ts';
import type { Track } from '../../harness/core/track.ts';

/** `times` records of one fault, a second apart. */
export function sampleLogs(track: Track, times: number, record: Partial<LogRecord> = {}): LogRecord[] {
  return Array.from({ length: times }, (_, index) => ({
    time: new Date(Date.UTC(2026, 7, 27, 2, 21, index)).toISOString(),
    track,
    channel: 'error',
    level: 'error',
    message: 'PHP Warning: Undefined array key "title"',
    ...record,
  }));
}

export function collectedLogs(track: Track, records: readonly LogRecord[] = []): CollectedLogs {
  return { track, requests: track === 'train' ? 1840 : 1866, records, unreadable: 0, dropped: 0 };
}
