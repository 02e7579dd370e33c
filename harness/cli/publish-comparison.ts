import { jsonReport } from '../../reports/json-report.ts';
import { failureSentence } from '../core/failure.ts';
import type { RunFinished } from '../run/run.ts';
import type { Context } from './context.ts';
import { type ExitCode, gateExitCode } from './exit-code.ts';
import { printJson } from './finish.ts';

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
    printJson(context, { ...jsonReport(record, comparison), report: where });
  } else {
    context.stdout.write(`${await services.terminalSummary(record, comparison)}\n`);
    if (where) context.stdout.write(`Report: ${where}\n`);
  }
  return gateExitCode(comparison.gate);
}
