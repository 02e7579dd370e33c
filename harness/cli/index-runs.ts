import { Command } from '@commander-js/extra-typings';
import { countOf, formatSeconds } from '../../reports/model/measures.ts';
import { failureSentence, ok } from '../core/failure.ts';
import type { IndexUpdate } from '../store/index/update-index.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { jsonOption } from './options.ts';
import { withIndex } from './with-index.ts';

/** What `gm1 index` did. */
interface IndexReport extends IndexUpdate {
  /** The file or the database. */
  readonly index: string;
  /** That it knows now. */
  readonly runs: number;
  readonly seconds: number;
}

export function indexCommand(context: Context) {
  return new Command('index')
    .summary('bring the index of the runs on record up to date')
    .description(
      'Reads the run directories that are new or changed into the index that "gm1 history" and "gm1 flakes" ask. Both ' +
        'do that themselves, so this is for a timer, or to see what cannot be read. The index is .gm1/index.sqlite or, ' +
        'for a team, the PostgreSQL database that GM1_DATABASE_URL names; it can be made again at any time.',
    )
    .option('--whole', 'read all runs again')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  gm1 index\n  GM1_DATABASE_URL=postgresql://gm1@db.example/gm1 gm1 index --json',
    )
    .action(
      exiting(context, async ({ whole = false, json }) => {
        const start = context.services.clock.seconds();
        const updated = await withIndex(context, whole, async (index, update) =>
          ok({ ...update, index: index.name, runs: (await index.sources()).size }),
        );
        if (!updated.ok) return finishFailed(context, updated.failure, json);
        const report = { ...updated.value, seconds: context.services.clock.seconds() - start };
        if (json) printJson(context, report);
        else context.stdout.write(reportText(report));
        for (const { failure } of report.unreadable)
          context.stderr.write(`gm1: ${failureSentence(failure)}\n`);
        return 0;
      }),
    );
}

function reportText({ index, runs, read, forgotten, unreadable, seconds }: IndexReport): string {
  const parts = [
    `read ${countOf(read, 'new or changed run')}`,
    ...(forgotten > 0 ? [`forgot ${forgotten} that are gone`] : []),
    ...(unreadable.length > 0 ? [`could not read ${unreadable.length}`] : []),
  ];
  return `${index} knows ${countOf(runs, 'run')}: ${parts.join(', ')} in ${formatSeconds(seconds)}.\n`;
}
