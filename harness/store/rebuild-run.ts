import type { BuildRecord } from '../core/build-record.ts';
import type { Definition } from '../core/definition.ts';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import type { CollectedLogs } from '../core/log-record.ts';
import type { Outage } from '../core/outage.ts';
import type { Phase } from '../core/phase.ts';
import { type Attempt, type ExchangedAttempt, testName } from '../core/result.ts';
import type { RunEvent, RunRecord, RunState } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';

/** What is known of a run from its first moment on. */
export interface RunStart {
  readonly id: string;
  readonly directory: string;
  readonly control: boolean;
  readonly startedAt: string;
  readonly definition: Definition;
}

/** All that the events of a run say; the events are in the order in which they were written. */
export function rebuildRun(
  start: RunStart,
  events: readonly RunEvent[],
  logs: Readonly<Partial<Record<Track, CollectedLogs>>>,
  isWriterAlive: boolean,
): RunRecord {
  const host = events.find((event) => event.type === 'run-started')?.host;
  return {
    ...start,
    ...(host && { host }),
    state: runState(events, isWriterAlive),
    builds: buildsOf(events),
    environments: environmentsOf(events),
    attempts: attemptsOf(events),
    exchanged: events.flatMap((event) => (event.type === 'exchanged' ? [exchangedOf(event)] : [])),
    logs,
    phases: { train: phasesOn('train', events), next: phasesOn('next', events) },
    failures: events.flatMap((event) => (event.type === 'failed' ? [failureOf(event)] : [])),
    outages: events.flatMap((event) => (event.type === 'outage' ? [outageOf(event)] : [])),
    notices: events.flatMap((event) => (event.type === 'notice' ? [event.text] : [])),
  };
}

/** A run whose events stop without an end was killed, unless the process that writes it still lives. */
export function runState(events: readonly RunEvent[], isWriterAlive: boolean): RunState {
  const failures = events.flatMap((event) => (event.type === 'failed' ? [event.failure] : []));
  if (failures.some(({ kind }) => kind === 'interrupted')) return 'interrupted';
  const hasEnded = events.some(({ type }) => type === 'run-finished');
  if (hasEnded) return failures.length > 0 ? 'failed' : 'finished';
  if (isWriterAlive) return 'running';
  return failures.length > 0 ? 'failed' : 'interrupted';
}

function attemptsOf(events: readonly RunEvent[]): readonly Attempt[] {
  const attached = Map.groupBy(
    events.filter((event) => event.type === 'attached'),
    ({ track, test, startedAt }) => `${track} ${startedAt} ${testName(test)}`,
  );
  return events.flatMap((event) => {
    if (event.type !== 'attempt') return [];
    const { attempt } = event;
    const more = attached.get(`${attempt.track} ${attempt.startedAt} ${testName(attempt.test)}`) ?? [];
    if (more.length === 0) return [attempt];
    return [
      { ...attempt, attachments: [...attempt.attachments, ...more.map(({ attachment }) => attachment)] },
    ];
  });
}

function buildsOf(events: readonly RunEvent[]): Readonly<Partial<Record<Track, BuildRecord>>> {
  return Object.fromEntries(
    events.flatMap((event) => (event.type === 'built' ? [[event.track, event.build]] : [])),
  );
}

function environmentsOf(events: readonly RunEvent[]): Readonly<Partial<Record<Track, EnvironmentRecord>>> {
  return Object.fromEntries(
    events.flatMap((event) => (event.type === 'environment-ready' ? [[event.track, event.environment]] : [])),
  );
}

function phasesOn(track: Track, events: readonly RunEvent[]): readonly Phase[] {
  const suites = new Set<string>();
  return events.flatMap((event) => {
    if (event.type === 'phase-finished' && event.track === track)
      return [{ name: event.phase, seconds: event.seconds }];
    if (event.type !== 'suite-finished' || event.track !== track) return [];
    const { suite, purpose, seconds } = event;
    if (purpose === 'confirming') return [{ name: `${suite} confirming`, seconds }];
    const name = suites.has(suite) ? `${suite} again` : suite;
    suites.add(suite);
    return [{ name, seconds }];
  });
}

function exchangedOf({ exchange, attempt }: Extract<RunEvent, { type: 'exchanged' }>): ExchangedAttempt {
  return { exchange, attempt };
}

function outageOf({ track, from, to, failure }: Extract<RunEvent, { type: 'outage' }>): Outage {
  return { track, from, to, failure };
}

function failureOf({ track, phase, failure }: Extract<RunEvent, { type: 'failed' }>) {
  return { ...(track && { track }), phase, failure };
}
