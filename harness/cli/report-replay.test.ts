import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allureNotes } from '../../reports/allure/notes.ts';
import { reportModel } from '../../reports/report-model.ts';
import { terminalSummary } from '../../reports/terminal.ts';
import {
  allGreen,
  controlRun,
  failedBoot,
  hostileText,
  loggedFaults,
  regressions,
  type Sample,
} from '../../reports/testing/samples.ts';
import { writeReport } from '../../reports/write-report.ts';
import type { Outcome } from '../core/failure.ts';
import type { RunRecord } from '../core/run-record.ts';
import { JournalStore } from '../store/journal/journal-store.ts';
import { writeRun } from '../testing/write-run.ts';
import { jsonReportJsonSchema } from './json-report-schema.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gm1-replay-'));
});
afterEach(() => rm(home, { recursive: true }));

const limitations = [{ what: 'Math', why: 'outside' }];

/** All reports by name, JSON as values, for the order of its keys says nothing. Of Allure's what it is made of. */
async function rendered({ record, comparison }: Sample): Promise<Readonly<Record<string, unknown>>> {
  const written = unwrap(
    await writeReport({
      record,
      comparison,
      limitations,
      schema: jsonReportJsonSchema(),
      command: { run: async () => ({ exitCode: undefined, stdout: '', stderr: '', reason: 'not found' }) },
      signal: new AbortController().signal,
      latest: join(home, 'latest'),
    }),
  );
  const texts = written.files.map(async (file) => {
    const text = await readFile(file, 'utf8');
    return [file, file.endsWith('.json') ? JSON.parse(text) : text] as const;
  });
  const model = reportModel(record, comparison, limitations);
  return {
    ...Object.fromEntries(await Promise.all(texts)),
    ...allureNotes(model),
    terminal: terminalSummary(model, { colour: true, columns: 100 }),
  };
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.failure.what);
}

const samples: Readonly<Record<string, () => Sample>> = {
  allGreen,
  controlRun,
  failedBoot,
  loggedFaults: () => loggedFaults(hostileText),
  regressions: () => regressions(40, hostileText),
};

test.each(Object.entries(samples))(
  'the reports of %s are the same live and from the recorded run',
  async (_, sample) => {
    const started = new Date(sample().record.startedAt);
    const store = new JournalStore(join(home, 'runs'), { now: () => started, seconds: () => 0 });
    const { id, directory } = await writeRun(store, sample().record);
    const state: RunRecord['state'] = sample().record.failures.length > 0 ? 'failed' : 'finished';
    const live: Sample = {
      record: { ...sample().record, id, directory, state },
      comparison: { ...sample().comparison, run: id },
    };
    await store.writeComparison(id, live.comparison);
    const replayed: Sample = {
      record: unwrap(await store.read(id)),
      comparison: unwrap(await store.readComparison(id)),
    };
    const reports = await rendered(live);
    expect(Object.keys(reports)).toHaveLength(10);
    expect(await rendered(replayed)).toEqual(reports);
  },
);
