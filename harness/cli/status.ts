import { Command } from '@commander-js/extra-typings';
import { type Outcome, ok } from '../core/failure.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { jsonOption } from './options.ts';
import { statusText } from './status-text.ts';
import { readTrackStatus, type TrackStatus } from './track-status.ts';

export function statusCommand(context: Context) {
  return new Command('status')
    .summary('list the environments and how they are')
    .description(
      'Lists every environment on record with its true state: URLs, accounts, services, memory, image, lease, and what ' +
        'is off or stubbed.',
    )
    .option('-e, --environment <name>', 'just this one')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 status --json')
    .action(
      exiting(context, async ({ environment, json }) => {
        const statuses = await readStatuses(context, environment);
        if (!statuses.ok) return finishFailed(context, statuses.failure, json);
        if (json) printJson(context, statuses.value);
        else if (statuses.value.length === 0)
          context.stdout.write('No environment is up; "gm1 up" starts one.\n');
        else context.stdout.write(statuses.value.map(statusText).join('\n'));
        return 0;
      }),
    );
}

async function readStatuses(
  context: Context,
  environment: string | undefined,
): Promise<Outcome<readonly TrackStatus[]>> {
  const records = await context.services.environments(environment);
  if (!records.ok) return records;
  const statuses: TrackStatus[] = [];
  for (const record of records.value) {
    const status = await readTrackStatus(context, record);
    if (!status.ok) return status;
    statuses.push(status.value);
  }
  return ok(statuses);
}
