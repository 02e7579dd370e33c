import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { type Outcome, ok } from '../core/failure.ts';
import type { RunFinished } from '../run/run.ts';
import type { Context, WrittenReport } from './context.ts';
import type { ExitCode } from './exit-code.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { defaultTemplate, type HandOnRequest, handOn, handOnForms } from './hand-on.ts';
import { keepTimings } from './keep-timings.ts';
import { jsonOption } from './options.ts';

export function reportCommand(context: Context) {
  return new Command('report')
    .summary('write the reports of a recorded run again, or hand on a finding')
    .description(
      'Renders index.html, summary.md, junit.xml, gm1.prom, gm1.json and the Allure report of a recorded run. With --finding or --as it ' +
        'prints findings instead, to be handed on: as the text of a task for the tracker, as JSON, or as lines for a ' +
        'log pipeline (Elastic Common Schema). Personal data is taken out of all three.',
    )
    .argument('[run]', 'id of a run', 'latest')
    .option('-f, --finding <number>', 'this one, by its number in the report; without it all', wholeNumber)
    .addOption(
      new Option('--as <form>', 'how findings are printed; task when just --finding is given').choices(
        handOnForms,
      ),
    )
    .option(
      '--timings <file...>',
      "show another tool's build beside it: Quibble's quibble-durations.json, or scap's timers as statsd lines or JSON",
    )
    .option('--template <file>', `a template for tasks in the place of ${defaultTemplate}`)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  gm1 report latest\n  gm1 report latest --finding 1 --as task\n  gm1 report latest --as lines >> findings.ndjson\n  gm1 report latest --timings quibble-durations.json',
    )
    .action(
      exiting(context, async (run, { finding, as, template, timings, json }) => {
        const found = await readRun(context, run);
        if (!found.ok) return finishFailed(context, found.failure, json);
        const kept = await keepTimings(found.value.record, timings ?? []);
        if (!kept.ok) return finishFailed(context, kept.failure, json);
        if (finding === undefined && as === undefined && template === undefined)
          return writeReports(context, found.value, json);
        const form = as ?? (json ? 'json' : 'task');
        return printFindings(context, found.value, { form, number: finding, template }, json);
      }),
    );
}

/** For commander, which says the rest of the sentence. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no number of a finding.');
}

/** A run that was compared. */
export async function readRun({ services }: Context, run: string): Promise<Outcome<RunFinished>> {
  const record = await services.store.read(run);
  if (!record.ok) return record;
  const comparison = await services.store.readComparison(record.value.id);
  return comparison.ok ? ok({ record: record.value, comparison: comparison.value }) : comparison;
}

async function writeReports(
  context: Context,
  { record, comparison }: RunFinished,
  json: boolean | undefined,
): Promise<ExitCode> {
  const report: Outcome<WrittenReport> = await context.services.writeReport(
    record,
    comparison,
    context.signal,
  );
  if (!report.ok) return finishFailed(context, report.failure, json);
  for (const notice of report.value.notices) context.stderr.write(`! ${notice}\n`);
  if (json) printJson(context, report.value);
  else context.stdout.write(`${report.value.index}\n`);
  return 0;
}

async function printFindings(
  context: Context,
  run: RunFinished,
  request: HandOnRequest,
  json: boolean | undefined,
): Promise<ExitCode> {
  const text = await handOn(run, request);
  if (!text.ok) return finishFailed(context, text.failure, json);
  context.stdout.write(text.value);
  return 0;
}
