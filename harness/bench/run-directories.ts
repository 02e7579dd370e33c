import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareRun } from '../comparison/compare-run.ts';
import type { Attempt } from '../core/result.ts';
import type { RunRecord } from '../core/run-record.ts';
import { type Track, tracks } from '../core/track.ts';
import { JournalStore } from '../store/journal/journal-store.ts';
import {
  sampleAttempt,
  sampleBuild,
  sampleDefinition,
  sampleLog,
  sampleLogs,
  sampleRun,
} from '../testing/sample-run.ts';
import { seededNumbers } from '../testing/seeded-numbers.ts';
import { eventsOf } from '../testing/write-run.ts';

/** Runs of a night each, as `gm1 run` leaves them, with so many tests. */
export interface Nights {
  /** Number of the first one. */
  readonly first: number;
  readonly runs: number;
  readonly tests: number;
}

const firstNight = Date.UTC(2024, 0, 1, 2);
const day = 86_400_000;

/** Writes them below a folder. One test in fifty is flaky on a track in one night of twenty. */
export async function writeNights(folder: string, { first, runs, tests }: Nights): Promise<void> {
  const random = seededNumbers(first + 1);
  for (let night = first; night < first + runs; night += 1) {
    const now = () => new Date(firstNight + night * day);
    const record = recordOf(night, now().toISOString(), tests, random);
    const store = new JournalStore(folder, { now, seconds: () => 0 });
    const { id, directory } = await store.begin(sampleDefinition, false);
    const lines = eventsOf(record, id).map((event) => JSON.stringify({ at: record.startedAt, ...event }));
    // The journal itself waits for the disk after each.
    await writeFile(join(directory, 'events.ndjson'), `${lines.join('\n')}\n`);
    await store.writeComparison(id, compareRun({ ...record, id }));
  }
}

function recordOf(night: number, startedAt: string, tests: number, random: () => number): RunRecord {
  const build = (track: Track) => ({ ...sampleBuild(track), id: `${track}-${night}`, startedAt });
  return sampleRun({
    startedAt,
    builds: { train: build('train'), next: build('next') },
    attempts: Array.from({ length: tests }, (_, number) =>
      tracks.flatMap((track) => attemptsOf(track, number, startedAt, random)),
    ).flat(),
    logs: {
      train: sampleLogs('train', [sampleLog('train')]),
      next: sampleLogs('next', [sampleLog('next')]),
    },
  });
}

function attemptsOf(
  track: Track,
  number: number,
  startedAt: string,
  random: () => number,
): readonly Attempt[] {
  const title = `shows the reader what page number ${number} says, in the language of the reader`;
  const attempt = { title, suite: number % 2 ? 'api' : 'http', startedAt, seconds: random() * 3 };
  const isFlaky = number % 50 === 0 && random() < 0.05;
  if (!isFlaky) return [sampleAttempt(track, 'passed', attempt)];
  const message = `Error: expected 200, got ${Math.round(random() * 500)}\n    at page.spec.ts:${number}`;
  return [
    sampleAttempt(track, 'failed', { ...attempt, message, trace: `${message}\n`.repeat(20) }),
    sampleAttempt(track, 'passed', { ...attempt, purpose: 'confirming' }),
  ];
}
