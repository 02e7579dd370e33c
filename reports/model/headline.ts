import { type Comparison, type Gate, logVerdicts, testVerdicts } from '../../harness/core/comparison.ts';
import type { RunRecord, RunState } from '../../harness/core/run-record.ts';
import { tracks } from '../../harness/core/track.ts';
import { unreachable } from '../../harness/core/unreachable.ts';
import { countOf } from './measures.ts';
import { reasonsInShort } from './reasons.ts';
import { noiseSentence, waiverCaveats } from './references.ts';
import { gateWords, logVerdictWords, type Tone, testVerdictWords } from './verdict-words.ts';

export interface VerdictCount {
  readonly verdict: string;
  readonly count: number;
  readonly tone: Tone;
  readonly meaning: string;
}

export interface Headline {
  readonly verdict: Gate['verdict'];
  readonly tone: Tone;
  readonly title: string;
  readonly meaning: string;
  /** Why, one sentence each. */
  readonly reasons: readonly string[];
  /** What makes the whole report something else than it looks like: a control run, a run that did not finish. */
  readonly alarms: readonly string[];
  /** Every verdict, worst first, also those that are zero. */
  readonly tests: readonly VerdictCount[];
  readonly total: number;
  readonly logs: readonly VerdictCount[];
  readonly logTotal: number;
  /** What a green total would hide, one sentence each. */
  readonly caveats: readonly string[];
  /** What control runs say of the noise. */
  readonly noise: string;
}

export function headline(record: RunRecord, comparison: Comparison): Headline {
  const { gate, counts, logCounts } = comparison;
  const words = gateWords[gate.verdict];
  return {
    verdict: gate.verdict,
    ...words,
    title: record.control ? `Control run: ${words.title}` : words.title,
    reasons: reasonsInShort(record, comparison),
    alarms: [...controlAlarm(record), ...stateAlarm(record.state), ...sumAlarm(comparison)],
    tests: testVerdicts.map((verdict) => ({ verdict, count: counts[verdict], ...testVerdictWords[verdict] })),
    total: comparison.total,
    logs: logVerdicts.map((verdict) => ({ verdict, count: logCounts[verdict], ...logVerdictWords[verdict] })),
    logTotal: comparison.logs.length,
    caveats: [...caveats(record, comparison), ...waiverCaveats(comparison)],
    noise: noiseSentence(comparison),
  };
}

function controlAlarm(record: RunRecord): string[] {
  if (!record.control) return [];
  return ['Control run: train against train. Everything it finds is noise, and says nothing about next.'];
}

function stateAlarm(state: RunState): string[] {
  switch (state) {
    case 'finished':
      return [];
    case 'failed':
      return ['The run failed before its end. What is missing here was not measured.'];
    case 'interrupted':
      return ['The run was interrupted. What is missing here was not measured.'];
    case 'running':
      return ['The run is still going. This is what it has recorded so far.'];
    default:
      return unreachable(state);
  }
}

function sumAlarm({ total, tests, counts }: Comparison): string[] {
  const sum = testVerdicts.reduce((so, verdict) => so + counts[verdict], 0);
  if (sum === total && tests.length === total) return [];
  return [
    `The totals do not add up: ${sum} verdicts for ${total} tests, ${tests.length} listed. Report this as a bug.`,
  ];
}

function caveats(record: RunRecord, { counts, tests }: Comparison): string[] {
  const confirming = record.attempts.filter((attempt) => attempt.purpose === 'confirming').length;
  const repeated = tests.filter(({ attempts }) => tracks.some((track) => attempts[track].length > 1)).length;
  const skipped = tests.filter(({ attempts }) =>
    tracks.some((track) => attempts[track].some(({ status }) => status === 'skipped')),
  ).length;
  const flaky = counts['newly-flaky'] + counts['flaky-next'] + counts['flaky-train'];
  const lines = (key: 'unreadable' | 'dropped') =>
    tracks.reduce((sum, track) => sum + (record.logs[track]?.[key] ?? 0), 0);
  return [
    repeated &&
      `${countOf(repeated, 'test')} ran more than once, ${countOf(confirming, 'confirming attempt')} in all.`,
    flaky && `${countOf(flaky, 'test')} failed and then passed on the same track.`,
    counts.spurious &&
      `${countOf(counts.spurious, 'test')} failed while services of the wikis or the browser were away, or the disk was full.`,
    counts['same-fail'] && `${countOf(counts['same-fail'], 'test')} failed on both tracks, as before.`,
    skipped && `${countOf(skipped, 'test')} skipped on at least one track.`,
    lines('unreadable') && `${countOf(lines('unreadable'), 'log line')} could not be read.`,
    lines('dropped') && `${countOf(lines('dropped'), 'log line')} lost before they could be collected.`,
  ].filter((caveat) => typeof caveat === 'string');
}
