import type { EarlierRun, LogComparison, TestComparison } from '../core/comparison.ts';
import { hasExpired, type Waiver, type WaiverUse, waiverKey } from '../core/waiver.ts';
import { hasRun } from './outcome-on-track.ts';
import { logAgain, outlivedWaivers, testAgain } from './regressed-again.ts';

export interface WaiverRequest {
  readonly tests: readonly TestComparison[];
  readonly logs: readonly LogComparison[];
  readonly waivers: readonly Waiver[];
  /** When the run was started: the same run is judged alike whenever it is compared. */
  readonly at: string;
  /** Earlier runs of the same environment, the newest first. */
  readonly history: readonly EarlierRun[];
  /** Whether the run is whole, so that what it did not find was not there. */
  readonly isWhole: boolean;
}

export interface WaivedFindings {
  readonly tests: readonly TestComparison[];
  readonly logs: readonly LogComparison[];
  readonly uses: readonly WaiverUse[];
}

/**
 * Takes findings that a live waiver matches off the gate, says which come back that one of old knew, and how each
 * waiver fared.
 */
export function applyWaivers(request: WaiverRequest): WaivedFindings {
  const { tests, logs, waivers } = request;
  const uses = waivers.map((waiver) => useOf(waiver, request));
  const live = new Map(
    uses.filter(({ state }) => state === 'live').map(({ waiver }) => [waiverKey(waiver), waiver]),
  );
  const outlived = outlivedWaivers(request.history, uses);
  return {
    tests: tests.map((test) => testAgain(waiveTest(test, live), outlived)),
    logs: logs.map((log) => logAgain(waiveLog(log, live), outlived)),
    uses,
  };
}

type LiveWaivers = ReadonlyMap<string, Waiver>;

/** A test is waived when each of its failures is. */
function waiveTest(test: TestComparison, live: LiveWaivers): TestComparison {
  const { verdict, gates, name, signatures } = test;
  if (!gates || verdict === 'waived') return test;
  const found = signatures.map((signature) => live.get(waiverKey({ scope: 'test', test: name, signature })));
  const [waiver] = found;
  if (!waiver || found.includes(undefined)) return test;
  return { ...test, verdict: 'waived', gates: false, waived: { verdict, waiver } };
}

function waiveLog(log: LogComparison, live: LiveWaivers): LogComparison {
  const { verdict, gates, undecided, signature } = log;
  const waiver = live.get(waiverKey({ scope: 'log', signature }));
  if (!waiver || !(gates || undecided) || verdict === 'waived') return log;
  return { ...log, verdict: 'waived', gates: false, undecided: false, waived: { verdict, waiver } };
}

function useOf(waiver: Waiver, request: WaiverRequest): WaiverUse {
  return {
    waiver,
    state: hasExpired(waiver, request.at) ? 'expired' : isSpent(waiver, request.history) ? 'spent' : 'live',
    finding: findingOf(waiver, request),
  };
}

function findingOf(waiver: Waiver, { tests, logs, isWhole }: WaiverRequest): WaiverUse['finding'] {
  if (waiver.scope === 'log') {
    const log = logs.find(({ signature }) => signature === waiver.signature);
    if (log?.gates || log?.undecided) return 'found';
    return isWhole ? 'green' : 'unknown';
  }
  const test = tests.find(({ name }) => name === waiver.test);
  if (test?.gates && test.signatures.includes(waiver.signature)) return 'found';
  return isWhole && test && !test.gates && hasRun(test.attempts.next) ? 'green' : 'unknown';
}

/** A waiver whose finding was green in so many runs is of no use any more, see verdicts.md, "Waivers". */
const runsUntilSpent = 7;

/**
 * It stays spent when its finding comes back, until it is renewed with another task or date. The green runs of another
 * waiver of the same finding, which it replaces, do not count.
 */
function isSpent(waiver: Waiver, history: readonly EarlierRun[]): boolean {
  const uses = history.flatMap(({ waivers }) => waivers.filter((use) => isSame(use.waiver, waiver)));
  if (uses.some(({ state }) => state === 'spent')) return true;
  const told = uses.filter(({ finding }) => finding !== 'unknown').slice(0, runsUntilSpent);
  return told.length === runsUntilSpent && told.every(({ finding }) => finding === 'green');
}

function isSame(one: Waiver, other: Waiver): boolean {
  return waiverKey(one) === waiverKey(other) && one.task === other.task && one.expires === other.expires;
}
