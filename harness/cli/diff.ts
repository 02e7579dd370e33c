import { Command } from '@commander-js/extra-typings';
import type { Context } from './context.ts';
import { differencesText } from './differences-text.ts';
import { exiting } from './exiting.ts';
import { explainDifferences } from './explain-differences.ts';
import { finishFailed, printJson } from './finish.ts';
import { jsonOption } from './options.ts';

export function diffCommand(context: Context) {
  return new Command('diff')
    .summary('list what differs between two builds')
    .description(
      'Lists the commits, package versions, files, patches and configuration that differ between two builds: the ' +
        'suspects of a regression. A side is a build (the start of its id will do), a track for its newest build, a ' +
        'deployment-info.json, or the URL /w/deployment-info.php?all of a wiki.',
    )
    .argument('<from>', 'the earlier side')
    .argument('<to>', 'the later side')
    .option('-e, --environment <name>', 'only builds of this one')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  gm1 diff train next\n  gm1 diff https://wiki.example/w/deployment-info.php?all next',
    )
    .action(
      exiting(context, async (from, to, { environment, json }) => {
        const differences = await explainDifferences(context, from, to, environment);
        if (!differences.ok) return finishFailed(context, differences.failure, json);
        if (json) printJson(context, differences.value);
        else context.stdout.write(differencesText(differences.value));
        return 0;
      }),
    );
}
