import { Command } from '@commander-js/extra-typings';
import { comparisonParts } from './comparison-parts.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed } from './finish.ts';
import { jsonOption } from './options.ts';
import { publishComparison } from './publish-comparison.ts';

export function compareCommand(context: Context) {
  return new Command('compare')
    .summary('compare the tracks of a recorded run again')
    .description(
      'Decides the verdicts of a recorded run anew, with the control runs and waivers that there are now, writes its ' +
        'reports and prints the verdict. Exit codes: 0 go, 1 no-go, 2 usage or configuration, 3 inconclusive.',
    )
    .argument('[run]', 'id of a run', 'latest')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 compare latest --json')
    .action(
      exiting(context, async (run, { json }) => {
        const record = await context.services.store.read(run);
        if (!record.ok) return finishFailed(context, record.failure, json);
        const parts = await comparisonParts(context, record.value.definition);
        if (!parts.ok) return finishFailed(context, parts.failure, json);
        const { compareRecorded } = await import('../run/run.ts');
        const compared = await compareRecorded(record.value, parts.value);
        return await publishComparison(context, compared, json ?? false);
      }),
    );
}
