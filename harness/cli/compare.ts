import { Command } from '@commander-js/extra-typings';
import { compareRecorded } from '../run/run.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed } from './finish.ts';
import { jsonOption } from './options.ts';
import { publishComparison } from './publish-comparison.ts';

export function compareCommand(context: Context) {
  return new Command('compare')
    .summary('compare the tracks of a recorded run again')
    .description('Decides the verdicts of a recorded run anew, writes its reports and prints the verdict.')
    .argument('[run]', 'id of a run', 'latest')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 compare latest --json')
    .action(
      exiting(context, async (run, { json }) => {
        const compared = await compareRecorded(context.services.store, run);
        if (!compared.ok) return finishFailed(context, compared.failure, json);
        return await publishComparison(context, compared.value, json ?? false);
      }),
    );
}
