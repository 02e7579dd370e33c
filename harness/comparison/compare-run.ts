import type { Comparison, EarlierRun, LogVerdict, TestVerdict } from '../core/comparison.ts';
import { type EarlierAttempts, noEarlierAttempts } from '../core/earlier-attempts.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Waiver } from '../core/waiver.ts';
import { applyWaivers } from './apply-waivers.ts';
import { attributed } from './attribution.ts';
import { compareLogs, type LogTallies } from './compare-logs.ts';
import { comparePhases } from './compare-phases.ts';
import { compareTests } from './compare-tests.ts';
import { doubtsOf } from './doubts.ts';
import { gateOf } from './gate.ts';
import { controlRun, noiseOf } from './log-noise.ts';
import { trendsOf } from './trends.ts';

/** What a run is judged by besides itself. */
export interface References {
  /** Control runs of the same environment that are young enough, the newest first. */
  readonly controls: readonly Comparison[];
  /** Other runs of the same environment that were started before, the newest first. */
  readonly history: readonly EarlierRun[];
  readonly waivers: readonly Waiver[];
  /** How tests did in other runs of the same environment that were started before. */
  readonly earlier: EarlierAttempts;
  /** What of the run's own records was counted already. */
  readonly tallies: LogTallies;
}

const noReferences: References = {
  controls: [],
  history: [],
  waivers: [],
  earlier: noEarlierAttempts,
  tallies: {},
};

/** Compares what a run recorded; the same record and references always give the same comparison. */
export function compareRun(record: RunRecord, known: Partial<References> = {}): Comparison {
  const references = { ...noReferences, ...known };
  const builds = buildTimes(record);
  const trainManifest = record.builds.train?.manifest.hash;
  const found = compareTests(record.attempts, references.earlier, record.outages);
  const compared = found.map((test) => attributed(test, record.exchanged));
  const { tests, logs, uses } = applyWaivers({
    ...references,
    tests: compared,
    logs: logsOf(record, references),
    at: record.startedAt,
    isWhole: doubtsOf(record, compared).length === 0,
  });
  return {
    run: record.id,
    startedAt: record.startedAt,
    gate: gateOf(record, tests, logs),
    total: tests.length,
    counts: countTests(tests),
    logCounts: countLogs(logs),
    tests,
    logs,
    controls: references.controls.map(controlRun),
    waivers: uses,
    ...(trainManifest !== undefined && { trainManifest }),
    phases: record.phases,
    timings: comparePhases(record.phases),
    builds,
    trends: trendsOf({ run: record.id, ...record, builds }, references.history),
  };
}

function buildTimes({ builds }: RunRecord): NonNullable<Comparison['builds']> {
  return Object.fromEntries(
    Object.entries(builds).map(([track, { kind, seconds }]) => [track, { kind, seconds }]),
  );
}

/** A control run needs no other to tell that what it finds is noise. */
function logsOf({ logs, control, builds }: RunRecord, { controls, tallies }: References): Comparison['logs'] {
  const noise = noiseOf(controls, builds.train?.manifest.hash);
  const compared = compareLogs(logs.train, logs.next, noise, tallies);
  return control ? compared.map((log) => ({ ...log, undecided: false })) : compared;
}

function countTests(tests: Comparison['tests']): Readonly<Record<TestVerdict, number>> {
  const counts: Record<TestVerdict, number> = {
    regressed: 0,
    missing: 0,
    'newly-flaky': 0,
    'failure-changed': 0,
    'new-failing': 0,
    'flaky-next': 0,
    spurious: 0,
    waived: 0,
    'same-fail': 0,
    'flaky-train': 0,
    fixed: 0,
    'same-skipped': 0,
    'new-passing': 0,
    'same-pass': 0,
  };
  for (const { verdict } of tests) counts[verdict] += 1;
  return counts;
}

function countLogs(logs: Comparison['logs']): Readonly<Record<LogVerdict, number>> {
  const counts: Record<LogVerdict, number> = { new: 0, raised: 0, waived: 0, gone: 0, lowered: 0, same: 0 };
  for (const { verdict } of logs) counts[verdict] += 1;
  return counts;
}
