import { Command } from '@commander-js/extra-typings';
import type { Context, Swept } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { jsonOption } from './options.ts';

export function gcCommand(context: Context) {
  return new Command('gc')
    .summary('remove what killed processes left behind')
    .description(
      'Removes containers, networks, volumes and images with the label "gm1" that no live environment, run or newest\n' +
        'build needs. Never touches anything without that label.',
    )
    .option('--dry-run', 'only say what would go')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 gc --dry-run')
    .action(
      exiting(context, async ({ dryRun, json }) => {
        const swept = await context.services.sweep(dryRun ?? false);
        if (!swept.ok) return finishFailed(context, swept.failure, json);
        if (json) printJson(context, swept.value);
        else context.stdout.write(`${sweptText(swept.value, dryRun ?? false)}\n`);
        return 0;
      }),
    );
}

function sweptText({ containers, networks, volumes, images, environments }: Swept, dryRun: boolean): string {
  const what = `${containers} containers, ${networks} networks, ${volumes} volumes, ${images} images`;
  const whose = environments.length > 0 ? ` of ${environments.join(', ')}` : '';
  return `${dryRun ? 'Would remove' : 'Removed'} ${what}${whose}.`;
}
