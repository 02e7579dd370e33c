import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleRun } from '../../reports/testing/sample-run.ts';
import { type SampleFailure, sampleTests } from '../../reports/testing/sample-tests.ts';
import { onBoth } from '../../reports/testing/samples.ts';
import type { LogRecord } from '../core/log-record.ts';
import { type Attempt, testName } from '../core/result.ts';
import { type Track, tracks } from '../core/track.ts';
import { JournalStore } from '../store/journal/journal-store.ts';
import { systemClock } from '../system/clock.ts';
import { eventsOf } from '../testing/write-run.ts';

/** Of all tests; the faults among them are twenty. */
const failing = 0.1;
const faults = 20;
/** Of each track, a test; they have a hundred signatures. */
const logLines = 4;
const signatures = 100;

/**
 * Writes a run of so many tests below a folder of runs, with the result files that Allure reads; gives its id. Every tenth
 * test fails on next in all three attempts, with a screenshot, and each test writes four log lines.
 */
export async function writeLargeRun(runs: string, tests: number): Promise<string> {
  const attempts = sampleTests(tests).flatMap((test, index) =>
    onBoth(test, 'p', index % (1 / failing) === 0 ? 'fff' : 'p', failureOf(index)),
  );
  const store = new JournalStore(runs, systemClock);
  const record = sampleRun({ attempts });
  const journal = await store.begin(record.definition, false);
  const at = systemClock.now().toISOString();
  const lines = eventsOf(record, journal.id).map((event) => `${JSON.stringify({ at, ...event })}\n`);
  await appendFile(join(journal.directory, 'events.ndjson'), lines.join(''));
  for (const track of tracks) {
    const records = logsOf(track, attempts);
    await journal.writeLogs({ track, requests: tests * 10, records, unreadable: 0, dropped: 0 });
    await leaveResults(journal.directory, track, attempts);
  }
  return journal.id;
}

function failureOf(index: number): SampleFailure {
  const fault = index % (faults / failing);
  return {
    message: `Error: expect(locator).toHaveText(expected)\n\nExpected: "saved ${fault}"\nReceived: "fault ${'x'.repeat(fault % 50)}"`,
    trace: `    at EditPage.save (suites/browser/edit.spec.ts:${fault}:18)\n`.repeat(20),
    attachments: [{ name: 'screenshot', file: `${index}-attachment.png`, type: 'image/png' }],
  };
}

function logsOf(track: Track, attempts: readonly Attempt[]): readonly LogRecord[] {
  const own = attempts.filter((attempt) => attempt.track === track && attempt.purpose === 'first');
  return own.flatMap(({ test, startedAt }, number) =>
    Array.from({ length: logLines }, (_, line): LogRecord => {
      const signature = (number * logLines + line) % signatures;
      const place = `includes/part/File${signature}.php`;
      return {
        ...{ time: startedAt, track, channel: 'error', level: 'warning', wiki: 'testwiki', place },
        test: testName(test),
        message: `PHP Warning: Undefined property ${'abcdefghij'.charAt(signature % 10)}${'y'.repeat(signature / 10)} of page ${number}`,
        trace: `#0 ${place}(12): MediaWiki\\Part->run()\n`.repeat(15),
      };
    }),
  );
}

/** A small image; what is measured is not how Allure reads large ones. */
const image = Buffer.alloc(5000, 7);

async function leaveResults(directory: string, track: Track, attempts: readonly Attempt[]): Promise<void> {
  const own = attempts.filter((attempt) => attempt.track === track);
  const results = join(directory, track, 'results');
  for (const suite of new Set(own.map(({ test }) => test.suite)))
    await mkdir(join(results, suite), { recursive: true });
  for (const [index, attempt] of own.entries()) {
    const { test, startedAt, seconds, status, message, trace, attachments } = attempt;
    const start = Date.parse(startedAt);
    const result = {
      ...{ uuid: `${track}-${index}`, historyId: testName(test), fullName: testName(test), status },
      ...{ name: test.titlePath.at(-1), start, stop: start + seconds * 1000 },
      labels: [{ name: 'parentSuite', value: test.suite }],
      statusDetails: { message, trace },
      attachments: attachments.map(({ name, file, type }) => ({ name, source: file, type })),
    };
    const folder = join(results, test.suite);
    await writeFile(join(folder, `${track}-${index}-result.json`), JSON.stringify(result));
    for (const { file } of attachments) await writeFile(join(folder, file), image);
  }
}
