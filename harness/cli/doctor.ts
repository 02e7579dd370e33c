import { Command } from '@commander-js/extra-typings';
import { doctorReport } from '../requirements/doctor-report.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { printJson } from './finish.ts';
import { jsonOption } from './options.ts';

export function doctorCommand(context: Context) {
  return new Command('doctor')
    .summary('say what gm1 needs and what was found')
    .description('Prints each requirement, what was found, and the command that mends it.')
    .option('--install', 'install what is missing, saying what and why first')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 doctor --install')
    .action(
      exiting(context, async ({ install, json }) => {
        const found = await context.services.checkRequirements();
        const results = install ? await context.services.installMissing(found) : found;
        const lacking = results.some(({ state, requirement }) => state !== 'found' && !requirement.optional);
        if (json) printJson(context, results);
        else if (!install || lacking) context.stdout.write(`${doctorReport(results)}\n`);
        return lacking ? 3 : 0;
      }),
    );
}
