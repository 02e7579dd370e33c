import { Command } from '@commander-js/extra-typings';
import type { Outcome } from '../core/failure.ts';
import type { Context, WrittenReport } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { jsonOption } from './options.ts';

export function reportCommand(context: Context) {
  return new Command('report')
    .summary('write the reports of a recorded run again')
    .description('Renders index.html, summary.md, junit.xml and the Allure report of a recorded run.')
    .argument('[run]', 'id of a run', 'latest')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 report latest')
    .action(
      exiting(context, async (run, { json }) => {
        const report = await renderReport(context, run);
        if (!report.ok) return finishFailed(context, report.failure, json);
        for (const notice of report.value.notices) context.stderr.write(`! ${notice}\n`);
        if (json) printJson(context, report.value);
        else context.stdout.write(`${report.value.index}\n`);
        return 0;
      }),
    );
}

async function renderReport({ services, signal }: Context, run: string): Promise<Outcome<WrittenReport>> {
  const record = await services.store.read(run);
  if (!record.ok) return record;
  const comparison = await services.store.readComparison(record.value.id);
  if (!comparison.ok) return comparison;
  return services.writeReport(record.value, comparison.value, signal);
}
