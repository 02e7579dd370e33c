import { compareRun } from '../comparison/compare-run.ts';
import type { BuildRecord } from '../core/build-record.ts';
import type { Outage } from '../core/outage.ts';
import type { AttemptStatus } from '../core/result.ts';
import type { RunRecord, RunState } from '../core/run-record.ts';
import { type Track, tracks } from '../core/track.ts';
import { type RunRows, runRows } from '../store/index/run-rows.ts';
import { parseVerdicts } from '../store/index/verdicts.ts';
import {
  sampleAttempt,
  sampleBuild,
  sampleDefinition,
  sampleLog,
  sampleLogs,
  sampleRun,
} from './sample-run.ts';

/** A run of a night of November 2026 that tests want in the index. */
export interface RecordedNight {
  /** Of the month; the run starts at two and takes an hour. */
  readonly day: number;
  /** By title: how the attempts ended, the first one and those that confirm. */
  readonly tests?: Readonly<Record<string, Readonly<Record<Track, readonly AttemptStatus[]>>>>;
  /** How often each track logged that something broke; no logs were collected when absent. */
  readonly logs?: Readonly<Partial<Record<Track, number>>>;
  readonly seconds?: Readonly<Record<Track, number>>;
  readonly environment?: string;
  readonly control?: boolean;
  readonly state?: RunState;
  readonly isCompared?: boolean;
  /** Whether services of next were away while its tests ran. */
  readonly away?: boolean;
  /** Id of next's build. */
  readonly build?: string;
  /** Of mediawiki/core in next's build. */
  readonly commit?: string;
  readonly source?: string;
}

/** What the index keeps of it. */
export function nightRows(night: RecordedNight): RunRows {
  const record = nightRecord(night);
  const verdicts =
    night.isCompared === false ? undefined : parseVerdicts(Buffer.from(JSON.stringify(compareRun(record))));
  const read = {
    record,
    ...(verdicts && { verdicts }),
    endedAt: momentOf(night.day, 3),
    hasLogs: night.logs !== undefined,
  };
  return runRows(read, night.source ?? '');
}

/** The same as a run's record. */
export function nightRecord(night: RecordedNight): RunRecord {
  const { day, environment = 'sample', control = false, state = 'finished', logs } = night;
  const startedAt = momentOf(day, 2);
  const build = { ...buildOf(night), startedAt };
  const records = (track: Track) => Array.from({ length: logs?.[track] ?? 0 }, () => sampleLog(track));
  return sampleRun({
    id: `${startedAt.slice(0, 19).replaceAll(':', '-')}-${control ? 'con' : environment.slice(0, 3)}`,
    startedAt,
    control,
    state,
    definition: { ...sampleDefinition, name: environment },
    builds: { train: sampleBuild('train'), next: build },
    attempts: attemptsOf(night),
    outages: night.away ? [away] : [],
    logs: logs
      ? { train: sampleLogs('train', records('train')), next: sampleLogs('next', records('next')) }
      : {},
  });
}

function buildOf({ day, build = `build-${day}`, commit }: RecordedNight): BuildRecord {
  const sample = sampleBuild('next');
  const core = { repo: 'mediawiki/core', path: `php-${sample.version}`, url: 'https://gerrit.example/core' };
  const checkouts = commit ? [{ ...core, commit_ref: commit }] : [];
  return { ...sample, id: build, manifest: { ...sample.manifest, checkouts } };
}

const { startedAt: moment } = sampleAttempt('next', 'failed');
const away: Outage = {
  ...{ track: 'next', from: moment, to: moment },
  failure: { kind: 'infrastructure', what: 'The database ended.', next: 'Run it again.' },
};

function attemptsOf({ tests = {}, seconds = { train: 1, next: 1 } }: RecordedNight) {
  return Object.entries(tests).flatMap(([title, outcomes]) =>
    tracks.flatMap((track) =>
      outcomes[track].map((status, index) =>
        sampleAttempt(track, status, {
          title,
          seconds: seconds[track],
          purpose: index === 0 ? 'first' : 'confirming',
        }),
      ),
    ),
  );
}

function momentOf(day: number, hour: number): string {
  return new Date(Date.UTC(2026, 10, day, hour)).toISOString();
}
