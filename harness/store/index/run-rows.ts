import { createHash } from 'node:crypto';
import { attemptsByTest } from '../../comparison/compare-tests.ts';
import { hasRun, outcomeOf } from '../../comparison/outcome-on-track.ts';
import type { Attempt } from '../../core/result.ts';
import { failureSignature } from '../../core/signature.ts';
import type { Track } from '../../core/track.ts';
import type { ReadRun } from './read-run.ts';
import type { BuildRow, ResultRow, RunRow, SightingRow, SignatureRow, TestRow } from './tables.ts';

/** Everything that the index keeps of one run. */
export interface RunRows {
  readonly run: RunRow;
  readonly builds: readonly BuildRow[];
  readonly tests: readonly TestRow[];
  readonly signatures: readonly SignatureRow[];
  readonly results: readonly ResultRow[];
  readonly sightings: readonly SightingRow[];
}

/** What a run recorded, as rows; a run that was not compared has results without verdicts. */
export function runRows(read: ReadRun, source: string): RunRows {
  const tests = [...attemptsByTest(read.record.attempts)].map(([name, attempts]) => ({
    test: { key: keyOf(name), name },
    attempts,
  }));
  const failures = sightFailures(read);
  const logs = sightLogs(read);
  return {
    run: runRow(read, source),
    builds: Object.values(read.record.builds).map((build) => ({
      id: build.id,
      record: JSON.stringify(build),
    })),
    tests: tests.map(({ test }) => test),
    signatures: [...failures, ...logs].map(({ signature }) => signature),
    results: tests.map(({ test, attempts }) => resultRow(test, attempts, read)),
    sightings: [...failures, ...logs].map(({ sighting }) => sighting),
  };
}

function runRow({ record, verdicts, endedAt, hasLogs }: ReadRun, source: string): RunRow {
  const { train, next } = record.builds;
  return {
    id: record.id,
    // Whether its writer still lives is not seen by its files.
    source: record.state === 'running' ? 'running' : source,
    environment: record.definition.name,
    control: Number(record.control),
    state: record.state,
    started_at: record.startedAt,
    ended_at: endedAt,
    train_build: train?.id ?? null,
    next_build: next?.id ?? null,
    next_built_at: next?.startedAt ?? null,
    gate: verdicts?.gate ?? null,
    has_logs: Number(hasLogs),
  };
}

function resultRow(
  { key, name }: TestRow,
  { train, next }: Readonly<Record<Track, readonly Attempt[]>>,
  { record, verdicts }: ReadRun,
): ResultRow {
  const verdict = verdicts?.tests.get(name);
  const failure = next.find(({ status }) => status === 'failed');
  return {
    test: key,
    run: record.id,
    train: outcomeOf(train),
    next: outcomeOf(next),
    train_seconds: secondsOf(train),
    next_seconds: secondsOf(next),
    verdict: verdict?.verdict ?? null,
    gates: Number(verdict?.gates ?? false),
    signature: failure ? signatureKey('failure', failureSignature(failure.message)) : null,
  };
}

/** Confirming attempts run alone, so they take another time. */
function secondsOf(attempts: readonly Attempt[]): number | null {
  const first = attempts.find(({ purpose }) => purpose === 'first');
  return first && hasRun([first]) ? first.seconds : null;
}

interface Sighted {
  readonly signature: SignatureRow;
  readonly sighting: SightingRow;
}

function sightFailures({ record }: ReadRun): readonly Sighted[] {
  const failures = record.attempts.filter(({ status }) => status === 'failed');
  const bySignature = Map.groupBy(failures, ({ message }) => failureSignature(message));
  return [...bySignature].map(([text, attempts]) =>
    sight('failure', text, {
      run: record.id,
      train: attempts.filter(({ track }) => track === 'train').length,
      next: attempts.filter(({ track }) => track === 'next').length,
      verdict: null,
      gates: 0,
    }),
  );
}

function sightLogs({ record, verdicts }: ReadRun): readonly Sighted[] {
  return [...(verdicts?.logs ?? [])].map(([text, { counts, verdict, gates }]) =>
    sight('log', text, { run: record.id, ...counts, verdict, gates: Number(gates) }),
  );
}

function sight(kind: SignatureRow['kind'], text: string, seen: Omit<SightingRow, 'signature'>): Sighted {
  const key = signatureKey(kind, text);
  return { signature: { key, kind, text }, sighting: { signature: key, ...seen } };
}

function signatureKey(kind: SignatureRow['kind'], text: string): string {
  return keyOf(`${kind} ${text}`);
}

const keyDigits = 20;

/** Short, and the same in every process, so that two that write at once agree. */
function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, keyDigits);
}
