import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareRun } from '../comparison/compare-run.ts';
import { tallyLogs } from '../comparison/log-tally.ts';
import type { LogRecord } from '../core/log-record.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';
import { JournalStore } from '../store/journal/journal-store.ts';
import { systemClock } from '../system/clock.ts';
import { sampleDefinition, sampleLog, sampleLogs } from '../testing/sample-run.ts';
import { tallyLongLogs } from './tally-long-logs.ts';

/** A run on disk with so many records of each track. */
async function runWith(counts: Readonly<Record<Track, number>>): Promise<RunRecord> {
  const store = new JournalStore(await mkdtemp(join(tmpdir(), 'gm1-tally-')), systemClock);
  const journal = await store.begin(sampleDefinition, false);
  for (const track of ['train', 'next'] as const)
    await journal.writeLogs(sampleLogs(track, recordsOf(track, counts[track])));
  const read = await store.read(journal.id);
  if (!read.ok) throw new Error(read.failure.what);
  return read.value;
}

function recordsOf(track: Track, count: number): readonly LogRecord[] {
  return Array.from({ length: count }, (_, at) =>
    sampleLog(track, {
      time: new Date(Date.UTC(2026, 10, 22) + at).toISOString(),
      message: `Fault ${'abcdefg'[at % (track === 'train' ? 6 : 7)]} befell page ${at}`,
      test: `http › test ${at % 50}`,
    }),
  );
}

describe('tallyLongLogs', () => {
  test('counts long logs as the comparison would, and leaves the others to it', async () => {
    const { logs } = await runWith({ train: 3, next: 20_001 });
    const tallies = await tallyLongLogs(logs);
    expect(Object.keys(tallies)).toEqual(['next']);
    expect(tallies.next).toEqual(tallyLogs(recordsOf('next', 20_001)));
    expect(tallies.next?.size).toBe(7);
  });

  test('leads to the same comparison', async () => {
    const record = await runWith({ train: 20_001, next: 20_002 });
    const tallies = await tallyLongLogs(record.logs);
    expect(Object.keys(tallies).sort()).toEqual(['next', 'train']);
    const comparison = compareRun(record, { tallies });
    expect(comparison).toEqual(compareRun(record));
    expect(comparison.logCounts).toMatchObject({ new: 1, same: 6 });
  });

  test('says which log is not whole any more', async () => {
    const { logs, directory } = await runWith({ train: 0, next: 20_001 });
    await rm(join(directory, 'next/logs/records.ndjson'));
    await expect(tallyLongLogs(logs)).rejects.toThrow('The logs of next are not whole any more.');
  });

  test('leaves records in memory to the comparison', async () => {
    expect(await tallyLongLogs({ next: sampleLogs('next', recordsOf('next', 20_001)) })).toEqual({});
  });
});
