import { findingsOf } from '../comparison/findings.ts';
import { failureSentence } from '../core/failure.ts';
import type { RunFinished } from '../run/run.ts';
import type { Context } from './context.ts';
import { type ExitCode, gateExitCode } from './exit-code.ts';
import { printJson } from './finish.ts';
import { jsonFinding } from './json-finding.ts';

/** Writes the reports of a compared run and prints its verdict; the exit code is the gate's, whatever became of the reports. */
export async function publishComparison(
  context: Context,
  { record, comparison }: RunFinished,
  json: boolean,
): Promise<ExitCode> {
  const { services, signal } = context;
  const report = await services.writeReport(record, comparison, signal);
  const notices = report.ok ? report.value.notices : [failureSentence(report.failure)];
  for (const notice of notices) context.stderr.write(`! ${notice}\n`);
  const where = report.ok ? report.value.index : undefined;
  if (json) {
    printJson(context, {
      run: comparison.run,
      gate: comparison.gate,
      counts: comparison.counts,
      total: comparison.total,
      logs: comparison.logCounts,
      findings: jsonFindings({ record, comparison }),
      waivers: comparison.waivers,
      controls: comparison.controls,
      phases: comparison.phases,
      report: where,
    });
  } else {
    context.stdout.write(`${await services.terminalSummary(record, comparison)}\n`);
    if (where) context.stdout.write(`Report: ${where}\n`);
  }
  return gateExitCode(comparison.gate);
}

/** Those of the report, numbered alike, then the tests that differ for the better or ran on neither track. */
function jsonFindings({ record, comparison }: RunFinished): readonly object[] {
  const found = findingsOf(record, comparison);
  const listed = new Set(found.flatMap((finding) => (finding.kind === 'test' ? [finding.test] : [])));
  const others = comparison.tests.filter((test) => test.verdict !== 'same-pass' && !listed.has(test));
  return [...found.map((finding, index) => ({ number: index + 1, ...jsonFinding(finding) })), ...others];
}
