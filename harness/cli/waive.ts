import { Command, Option } from '@commander-js/extra-typings';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption } from './options.ts';
import { wholeNumber } from './report.ts';
import { addWaivers } from './waive-add.ts';
import { importWaivers } from './waive-import.ts';
import { waiverList } from './waiver-list.ts';
import { readWaivers, removeWaivers } from './waivers-of.ts';

const description =
  'A waiver takes a known finding off the gate until a day, as long as its signature stays the same. Waivers lie in ' +
  'waivers.yaml beside the environment definition and are reviewed as code is. "gm1 compare" of a run uses those ' +
  'that there are now.';

const examples = `
Examples:
  gm1 waive --finding 2 --task T123456 --owner releng --reason "fixed by T123457" --expires 2026-12-31
  gm1 waive --scope log --signature "error · error · …" --task T1 --owner qte --reason "…" --expires 2026-12-31
  gm1 waive list
  gm1 waive remove T123456
  gm1 waive export > waivers.json
  gm1 waive import waivers.json`;

export function waiveCommand(context: Context) {
  return (
    new Command('waive')
      .summary('let a known finding pass the gate for a time; list, remove, export and import')
      .description(description)
      // Options after "list" and the others are theirs.
      .enablePositionalOptions()
      .option('-f, --finding <number>', 'a finding by its number in the report', wholeNumber)
      .option('--run <run>', 'the run that it is of', 'latest')
      .addOption(
        new Option('--scope <scope>', 'without --finding: what is waived').choices(['log', 'test'] as const),
      )
      .option('--signature <signature>', 'without --finding: its signature, as reports show it')
      .option('--test <name>', 'without --finding: the name of the test')
      .option('--task <task>', 'the task in the tracker')
      .option('--owner <owner>', 'who looks after it')
      .option('--reason <reason>', 'why it may ship')
      .option('--expires <day>', 'the last day on which it holds, for example 2026-12-31')
      .addOption(environmentOption())
      .addOption(jsonOption())
      .addHelpText('after', examples)
      .action(
        exiting(context, async (options) => {
          const added = await addWaivers(context, options);
          if (!added.ok) return finishFailed(context, added.failure, options.json);
          const { file, waivers } = added.value;
          if (options.json) printJson(context, { file, waivers });
          else
            context.stdout.write(
              `${waiverList(waivers)}Written to ${file}. Have it reviewed and committed.\n`,
            );
          return 0;
        }),
      )
      .addCommand(listCommand(context))
      .addCommand(removeCommand(context))
      .addCommand(exportCommand(context))
      .addCommand(importCommand(context))
  );
}

function listCommand(context: Context) {
  return new Command('list')
    .summary('list the waivers of an environment')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 waive list --json')
    .action(
      exiting(context, async ({ environment, json }) => {
        const read = await readWaivers(context, environment);
        if (!read.ok) return finishFailed(context, read.failure, json);
        const { waivers } = read.value;
        if (json) printJson(context, waivers);
        else context.stdout.write(waiverList(waivers, context.services.clock.now().toISOString()));
        return 0;
      }),
    );
}

function removeCommand(context: Context) {
  return new Command('remove')
    .summary('remove the waivers of a task')
    .argument('<task>', 'the task that they name')
    .option('--signature <signature>', 'just that of this signature')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 waive remove T123456')
    .action(
      exiting(context, async (task, { signature, environment, json }) => {
        const removed = await removeWaivers(context, environment, task, signature);
        if (!removed.ok) return finishFailed(context, removed.failure, json);
        const { file, waivers } = removed.value;
        if (json) printJson(context, { file, waivers });
        else context.stdout.write(`${waiverList(waivers)}Removed from ${file}.\n`);
        return 0;
      }),
    );
}

function exportCommand(context: Context) {
  return new Command('export')
    .summary('print the waivers as JSON')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 waive export > waivers.json')
    .action(
      exiting(context, async ({ environment, json }) => {
        const read = await readWaivers(context, environment);
        if (!read.ok) return finishFailed(context, read.failure, json);
        printJson(context, { waivers: read.value.waivers });
        return 0;
      }),
    );
}

function importCommand(context: Context) {
  return new Command('import')
    .summary('add waivers from JSON or YAML; one of the same finding takes the place of the old')
    .argument('<file>', 'what "gm1 waive export" printed')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 waive import waivers.json')
    .action(
      exiting(context, async (from, { environment, json }) => {
        const imported = await importWaivers(context, environment, from);
        if (!imported.ok) return finishFailed(context, imported.failure, json);
        const { file, waivers } = imported.value;
        if (json) printJson(context, { file, waivers });
        else context.stdout.write(`${waiverList(waivers)}Written to ${file}.\n`);
        return 0;
      }),
    );
}
