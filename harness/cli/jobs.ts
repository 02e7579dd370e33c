import { Command } from '@commander-js/extra-typings';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { type JobCount, jobQuery, readJobCounts } from '../environment/job-counts.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { findTrack } from './find-track.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption, oneTrackOption } from './options.ts';
import { tableText } from './table-text.ts';

export function jobsCommand(context: Context) {
  return new Command('jobs')
    .summary("show what is in the wikis' job queues")
    .description(
      'Counts the jobs of each wiki by type: waiting for a runner, claimed by one (it runs, or has failed and will be ' +
        'tried again), and abandoned after three attempts.',
    )
    .addOption(oneTrackOption())
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 jobs --json')
    .action(
      exiting(context, async ({ track, environment, json }) => {
        const jobs = await countJobs(context, environment, track);
        if (!jobs.ok) return finishFailed(context, jobs.failure, json);
        if (json) printJson(context, jobs.value);
        else context.stdout.write(jobsText(jobs.value));
        return 0;
      }),
    );
}

async function countJobs(
  context: Context,
  environment: string,
  asked: Track | undefined,
): Promise<Outcome<readonly JobCount[]>> {
  const found = await findTrack(context, environment, asked);
  if (!found.ok) return found;
  const { name, track, wikis } = found.value;
  const provider = await context.services.provider();
  if (!provider.ok) return provider;
  const command = [
    'mariadb',
    '--user=root',
    '--socket=/run/mysqld/mysqld.sock',
    '--batch',
    '--skip-column-names',
  ];
  const query = jobQuery(wikis.map(({ dbname }) => dbname));
  const target = { environment: name, track, service: 'database' };
  const answer = await provider.value.execute(target, command, query);
  if (!answer.ok) return answer;
  if (answer.value.exitCode === 0) return ok(readJobCounts(answer.value.stdout));
  return failed({
    kind: 'infrastructure',
    what: `The job queues of ${name} (${track}) could not be read.`,
    why: `${answer.value.stderr.trim()}.`,
    next: 'See `gm1 status`, and what the database says with `gm1 shell --service database`.',
  });
}

function jobsText(jobs: readonly JobCount[]): string {
  if (jobs.length === 0) return 'No jobs are waiting.\n';
  const rows = jobs.map(({ wiki, type, waiting, claimed, abandoned }) => [
    wiki,
    type,
    String(waiting),
    String(claimed),
    String(abandoned),
  ]);
  return tableText([['wiki', 'type', 'waiting', 'claimed', 'abandoned'], ...rows], [2, 3, 4]);
}
