import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareRun } from '../comparison/compare-run.ts';
import type { Definition } from '../core/definition.ts';
import type { Attempt } from '../core/result.ts';
import type { RunEventBody } from '../core/run-record.ts';
import { type Track, tracks } from '../core/track.ts';
import { JournalStore } from '../store/journal/journal-store.ts';
import {
  sampleAttempt,
  sampleBuild,
  sampleDefinition,
  sampleLog,
  sampleLogs,
} from '../testing/sample-run.ts';
import { seededNumbers } from '../testing/seeded-numbers.ts';
import { unwrap } from '../testing/unwrap.ts';

/** Runs of a night each, as `gm1 run` leaves them, with so many tests. */
export interface Nights {
  readonly runs: number;
  readonly tests: number;
}

const definition: Definition = { ...sampleDefinition, suites: ['api', 'browser'] };
const firstNight = Date.UTC(2024, 0, 1, 2);
const day = 86_400_000;

/** Writes them below a folder. One test in fifty is flaky on a track in one night of twenty. */
export async function writeNights(folder: string, { runs, tests }: Nights): Promise<void> {
  const random = seededNumbers(1);
  for (let night = 0; night < runs; night += 1) {
    const now = () => new Date(firstNight + night * day);
    const store = new JournalStore(folder, { now, seconds: () => 0 });
    const journal = await store.begin(definition, false);
    const attempts = attemptsOf(tests, now().toISOString(), random);
    const events = eventsOf(`night-${night}`, attempts).map((event) => ({
      at: now().toISOString(),
      ...event,
    }));
    await appendFile(
      join(journal.directory, 'events.ndjson'),
      events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    );
    for (const track of tracks) await journal.writeLogs(sampleLogs(track, [sampleLog(track)]));
    await store.writeComparison(journal.id, compareRun(unwrap(await store.read(journal.id))));
  }
}

function eventsOf(id: string, attempts: readonly Attempt[]): readonly RunEventBody[] {
  return [
    { type: 'run-started', run: id, control: false, definition },
    ...tracks.map((track) => ({
      type: 'built' as const,
      track,
      build: { ...sampleBuild(track), id: `${id}-${track}` },
    })),
    ...attempts.map((attempt) => ({ type: 'attempt' as const, attempt })),
    ...tracks.map((track) => ({ type: 'logs-collected' as const, track, requests: 100, records: 1 })),
    { type: 'run-finished' },
  ];
}

function attemptsOf(tests: number, startedAt: string, random: () => number): readonly Attempt[] {
  return Array.from({ length: tests }, (_, number) =>
    tracks.flatMap((track) => attemptsOfTest(track, number, startedAt, random)),
  ).flat();
}

function attemptsOfTest(
  track: Track,
  number: number,
  startedAt: string,
  random: () => number,
): readonly Attempt[] {
  const title = `shows the reader what page number ${number} says, in the language of the reader`;
  const attempt = { title, suite: number % 2 ? 'api' : 'browser', startedAt, seconds: random() * 3 };
  const isFlaky = number % 50 === 0 && random() < 0.05;
  if (!isFlaky) return [sampleAttempt(track, 'passed', attempt)];
  const message = `Error: expected 200, got ${Math.round(random() * 500)}\n    at page.spec.ts:${number}`;
  return [
    sampleAttempt(track, 'failed', { ...attempt, message, trace: `${message}\n`.repeat(20) }),
    sampleAttempt(track, 'passed', { ...attempt, purpose: 'confirming' }),
  ];
}
