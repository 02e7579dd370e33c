import { findingsOf } from '../harness/comparison/findings.ts';
import type { Comparison } from '../harness/core/comparison.ts';
import type { RunRecord } from '../harness/core/run-record.ts';
import { jsonFinding } from './json-finding.ts';

/** What `gm1 run --json` prints and `gm1.json` beside the page holds; `gm1.schema.json` describes it. */
export function jsonReport(record: RunRecord, comparison: Comparison): object {
  return {
    run: comparison.run,
    gate: comparison.gate,
    counts: comparison.counts,
    total: comparison.total,
    logs: comparison.logCounts,
    findings: jsonFindings(record, comparison),
    waivers: comparison.waivers,
    controls: comparison.controls,
    phases: comparison.phases,
    ...(comparison.trends && { trends: comparison.trends }),
    ...(comparison.commits && { commits: comparison.commits }),
  };
}

/** Those of the report, numbered alike, then the tests that differ for the better or ran on neither track. */
function jsonFindings(record: RunRecord, comparison: Comparison): readonly object[] {
  const found = findingsOf(record, comparison);
  const listed = new Set(found.flatMap((finding) => (finding.kind === 'test' ? [finding.test] : [])));
  const others = comparison.tests.filter((test) => test.verdict !== 'same-pass' && !listed.has(test));
  return [...found.map((finding, index) => ({ number: index + 1, ...jsonFinding(finding) })), ...others];
}
