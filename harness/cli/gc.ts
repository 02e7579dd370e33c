import { Command } from '@commander-js/extra-typings';
import { countOf, formatMegabytes } from '../../reports/model/measures.ts';
import { plainLine } from '../../reports/model/plain-text.ts';
import { runDays } from '../image/image-needs.ts';
import type { Garbage } from '../run/collect-garbage.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { jsonOption } from './options.ts';

export function gcCommand(context: Context) {
  return new Command('gc')
    .summary('remove what killed processes left behind, and images that nothing needs')
    .description(
      'Removes containers, networks, volumes and images with the label "gm1" that no live environment, run or newer ' +
        'build needs, and files of the cache that were not used for a month. Never touches anything without that label. ' +
        'Ends what "gm1 shell", "mwscript" or "sql" started when that process was killed. ' +
        `The newest build of each environment and track stays, and what runs of the last ${runDays} days used.`,
    )
    .option('--dry-run', 'only say what would go')
    .option('--all', 'also images that no build of this home made, unless they are in use')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 gc --dry-run')
    .action(
      exiting(context, async ({ dryRun = false, all = false, json }) => {
        const garbage = await context.services.collectGarbage({ dryRun, all });
        if (!garbage.ok) return finishFailed(context, garbage.failure, json);
        for (const notice of [...garbage.value.notices, ...garbage.value.pruned.notices])
          context.stderr.write(`gm1: ${notice}\n`);
        if (json) printJson(context, garbage.value);
        else context.stdout.write(garbageText(garbage.value, dryRun));
        return 0;
      }),
    );
}

/** What went, a line each; of what killed processes left just the numbers. */
export function garbageText(garbage: Garbage, dryRun: boolean): string {
  const { images, files, bytes } = garbage.pruned;
  const verb = dryRun ? 'Would remove' : 'Removed';
  const items = [
    ...images.map(({ ref, bytes, why }) => [ref, formatMegabytes(bytes), why]),
    ...files.map(({ path, bytes, why }) => [path, formatMegabytes(bytes), why]),
  ];
  const width = Math.max(0, ...items.map(([name = '']) => name.length));
  const lines = items.map(
    ([name = '', size = '', why]) => `  ${name.padEnd(width)}  ${size.padStart(8)}  ${why}`,
  );
  const what = [
    countOf(images.length, 'name of an image', 'names of images'),
    countOf(files.length, 'file or folder', 'files and folders'),
  ].join(' and ');
  const total = `${verb} ${what}, ${formatMegabytes(bytes)} at most${items.length > 0 ? ':' : '.'}`;
  const removed = [`${verb} ${leftovers(garbage)}.`, ...commandLines(garbage, dryRun), total, ...lines];
  return `${removed.join('\n')}\n`;
}

function commandLines({ commands }: Garbage, dryRun: boolean): readonly string[] {
  if (commands.length === 0) return [];
  const verb = dryRun ? 'Would end' : 'Ended';
  return [
    `${verb} ${countOf(commands.length, 'command')} whose gm1 was killed:`,
    ...commands.map(
      ({ environment, track, service, command }) =>
        `  ${service} of ${environment} (${track})  ${plainLine(command, 80)}`,
    ),
  ];
}

function leftovers({ containers, networks, volumes, images, environments }: Garbage): string {
  const what = `${containers} containers, ${networks} networks, ${volumes} volumes, ${images} images without a name`;
  return environments.length > 0 ? `${what} of ${environments.join(', ')}` : what;
}
