import type { RunFinding } from '../../harness/comparison/findings.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { tracks } from '../../harness/core/track.ts';
import { redactor } from './redact.ts';

/** The finding with personal data taken out of each of its texts; ids of requests and commits stay. */
export function redactFinding<F extends RunFinding>(finding: F, record: RunRecord): F {
  const redact = redactor({ ...namesOf(record), ids: idsOf(finding, record) });
  return mapTexts(finding, redact);
}

function namesOf({ environments }: RunRecord) {
  const known = tracks.flatMap((track) => environments[track] ?? []);
  return {
    real: [...new Set(known.map(({ lease }) => lease.owner))],
    synthetic: known.flatMap(({ accounts }) => accounts.map(({ name }) => name)),
  };
}

function idsOf(finding: RunFinding, { id, builds }: RunRecord): readonly string[] {
  const refs = tracks.flatMap((track) =>
    (builds[track]?.manifest.checkouts ?? []).map(({ commit_ref }) => commit_ref),
  );
  if (finding.kind !== 'log') return [id, ...refs];
  const { origins, example, suspects = [] } = finding.log;
  const commits = suspects.flatMap(({ from, to, commits = [] }) => [
    ...commits.map(({ commit }) => commit),
    ...[from, to].filter((ref) => ref !== undefined),
  ]);
  return [id, ...refs, ...commits, ...origins.requestIds, ...(example.requestId ? [example.requestId] : [])];
}

/** The same value with each text in it changed; keys stay. */
function mapTexts<T>(value: T, change: (text: string) => string): T;
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}
