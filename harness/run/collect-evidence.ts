import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogRecord } from '../core/log-record.ts';
import { type Attachment, type Attempt, testName } from '../core/result.ts';
import { AttemptLogs } from '../evidence/attempt-log.ts';
import { browserLog, browserRecords } from '../evidence/browser-records.ts';
import { completeLogs } from '../evidence/complete-logs.ts';
import type { StepsOf } from '../evidence/correlate.ts';
import type { ReadLogs } from '../evidence/read-logs.ts';
import { attachToResults } from '../runners/attach-to-result.ts';
import { attemptKey } from '../runners/attempt-key.ts';
import { readSteps } from '../runners/read-steps.ts';
import type { TrackLogs } from './stages.ts';

/** Where the results and attachments of a suite are. */
export type ResultsDirectory = (suite: string) => Promise<string>;

/** What people are told of logs that cannot be whole; undefined when they are. */
export function incompleteNotice({ track, unfinishedJobs }: TrackLogs): string | undefined {
  return unfinishedJobs ? `Jobs of ${track} did not end; what they log is missing.` : undefined;
}

/** The logs of a track with what the attempts at its tests tell; the attempts may be of both tracks. */
export async function collectEvidence(
  { secrets = {}, unfinishedJobs: _, ...logs }: TrackLogs,
  attempts: readonly Attempt[],
  directoryOf: ResultsDirectory,
): Promise<ReadLogs> {
  const own = attempts.filter(({ track }) => track === logs.track);
  const browser = await Promise.all(own.map((attempt) => readBrowserLog(attempt, directoryOf)));
  const stepsOf = await readStepsOf(own, directoryOf);
  const whole = { ...logs, records: [...logs.records], requestList: [...(logs.requestList ?? [])] };
  return completeLogs(whole, { attempts: own, browser: browser.flat(), secrets, stepsOf });
}

async function readStepsOf(attempts: readonly Attempt[], directoryOf: ResultsDirectory): Promise<StepsOf> {
  const suites = [...new Set(attempts.map(({ test }) => test.suite))];
  const directories = new Set(await Promise.all(suites.map(directoryOf)));
  const read = await Promise.all([...directories].map(readSteps));
  const byResult = new Map(read.flatMap((stepsOf) => [...stepsOf]));
  const key = (test: string, startedAt: string) => `${startedAt} ${test}`;
  const byAttempt = new Map(
    attempts.map((attempt) => [
      key(testName(attempt.test), attempt.startedAt),
      byResult.get(attemptKey(attempt)) ?? [],
    ]),
  );
  return (test, startedAt) => byAttempt.get(key(test, startedAt)) ?? [];
}

async function readBrowserLog(
  attempt: Attempt,
  directoryOf: ResultsDirectory,
): Promise<readonly LogRecord[]> {
  const files = attempt.attachments.filter(({ name }) => name === browserLog);
  if (files.length === 0) return [];
  const directory = await directoryOf(attempt.test.suite);
  const texts = await Promise.all(
    // An attachment that is gone tells nothing.
    files.map(({ file }) => readFile(join(directory, file), 'utf8').catch(() => '')),
  );
  return texts.flatMap((text) => browserRecords(text, attempt));
}

export interface Attached {
  readonly attempt: Attempt;
  readonly attachment: Attachment;
}

/** The name of the attachment with what the wikis logged of an attempt. */
export const evidenceName = 'requests and logs';

/** Lays what the wikis logged of each failed attempt beside its result. */
export async function attachEvidence(
  logs: ReadLogs,
  attempts: readonly Attempt[],
  directoryOf: ResultsDirectory,
): Promise<readonly Attached[]> {
  const own = attempts.filter(({ track }) => track === logs.track);
  const attemptLogs = new AttemptLogs(logs, own);
  const failures = own.filter(({ status }) => status === 'failed');
  const attached = await Promise.all(
    [...Map.groupBy(failures, ({ test }) => test.suite)].map(async ([suite, failed]) => {
      const texts = failed.flatMap((attempt) => {
        const text = attemptLogs.textOf(attempt);
        return text === undefined ? [] : [{ attempt, name: evidenceName, text }];
      });
      const attachments = await attachToResults(await directoryOf(suite), texts);
      return attachments.flatMap((attachment, at) => {
        const attempt = texts[at]?.attempt;
        return attempt ? [{ attempt, attachment }] : [];
      });
    }),
  );
  return attached.flat();
}
