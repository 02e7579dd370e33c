import { Command } from '@commander-js/extra-typings';
import type { Context } from './context.ts';
import { environmentText } from './environment-text.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { jsonOption } from './options.ts';

export function statusCommand(context: Context) {
  return new Command('status')
    .summary('list the environments and how they are')
    .description('Lists every environment on record with its true state, URLs and accounts.')
    .option('-e, --environment <name>', 'just this one')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 status --json')
    .action(
      exiting(context, async ({ environment, json }) => {
        const records = await context.services.environments(environment);
        if (!records.ok) return finishFailed(context, records.failure, json);
        if (json) printJson(context, records.value);
        else if (records.value.length === 0)
          context.stdout.write('No environment is up; "gm1 up" starts one.\n');
        else context.stdout.write(records.value.map(environmentText).join('\n'));
        return 0;
      }),
    );
}
