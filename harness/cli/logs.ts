import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { LogLevel } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';
import type { LogEntry } from '../evidence/log-entry.ts';
import type { LogFilter } from '../evidence/log-filter.ts';
import { LogMerge } from '../evidence/log-merge.ts';
import { isLog } from '../evidence/log-reader.ts';
import { logLevels } from '../evidence/mediawiki-log.ts';
import type { Context } from './context.ts';
import { failureExitCode } from './exit-code.ts';
import { exiting } from './exiting.ts';
import { findTrack } from './find-track.ts';
import { finishFailed } from './finish.ts';
import { followEntries } from './follow-entries.ts';
import { knownName } from './known-name.ts';
import { logLine } from './log-line.ts';
import { environmentOption, oneTrackOption, serviceOption } from './options.ts';
import { servicesOf } from './services-of.ts';
import { readSince } from './since.ts';
import { withCopiedLogs } from './with-copied-logs.ts';

export function logsCommand(context: Context) {
  return new Command('logs')
    .summary('read what the services log')
    .description(
      'Prints the logs of all services of a track in the order of time: MediaWiki and PHP, web server, edge, mail. ' +
        'A line has time (UTC), service and channel, level, wiki, start of the request id, message.',
    )
    .option('-f, --follow', 'go on with what is logged from now on, until Ctrl-C')
    .addOption(serviceOption())
    .option('--wiki <dbname>', 'just of this wiki')
    .addOption(new Option('--level <level>', 'this level and worse').choices(logLevels))
    .option('--request <id>', 'just of the request with this id, or beginning of one')
    .option('--since <time>', 'just what is newer than 90s, 5m, 2h, 1d, or a time')
    .option('--trace', 'with the traces of errors')
    .addOption(oneTrackOption())
    .addOption(environmentOption())
    .option('--json', 'print a JSON object a line on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  gm1 logs --level warning --since 5m\n  gm1 logs --follow --wiki testwiki --trace',
    )
    .action(
      exiting(context, async (options) => {
        const asked = await readOptions(context, options);
        if (!asked.ok) return finishFailed(context, asked.failure, options.json);
        const show = printer(context, options);
        const { record, filter } = asked.value;
        const read = options.follow
          ? await followEntries(context, record, filter, show)
          : await readEntries(context, record, filter, show);
        if (read.ok) return 0;
        // Ctrl-C is how following ends.
        if (read.failure.kind === 'interrupted') return failureExitCode(read.failure);
        return finishFailed(context, read.failure, options.json);
      }),
    );
}

interface Options {
  readonly follow?: boolean | undefined;
  readonly service?: string | undefined;
  readonly wiki?: string | undefined;
  readonly level?: LogLevel | undefined;
  readonly request?: string | undefined;
  readonly since?: string | undefined;
  readonly trace?: boolean | undefined;
  readonly track?: Track | undefined;
  readonly environment: string;
  readonly json?: boolean | undefined;
}

interface Asked {
  readonly record: EnvironmentRecord;
  readonly filter: LogFilter;
}

async function readOptions(context: Context, options: Options): Promise<Outcome<Asked>> {
  const { service, wiki, level, request, environment, track, follow } = options;
  const since =
    options.since === undefined ? ok(undefined) : readSince(options.since, context.services.clock.now());
  if (!since.ok) return since;
  const record = await findTrack(context, environment, track, follow ? 'running' : 'on record');
  if (!record.ok) return record;
  const knownWiki = knownName(
    'wiki',
    wiki,
    record.value.wikis.map(({ dbname }) => dbname),
  );
  if (!knownWiki.ok) return knownWiki;
  const services = await servicesOf(context, record.value);
  if (!services.ok) return services;
  const knownService = knownName('service', service, services.value);
  if (!knownService.ok) return knownService;
  return ok({ record: record.value, filter: { service, wiki, level, request, since: since.value } });
}

function printer({ stdout }: Context, { trace = false, json }: Options) {
  const colour = stdout.isTTY === true && !process.env.NO_COLOR;
  const format = json
    ? (entry: LogEntry) => `${JSON.stringify(entry)}\n`
    : (entry: LogEntry) => logLine(entry, { trace, colour });
  return (entries: readonly LogEntry[]) => {
    if (entries.length > 0) stdout.write(entries.map(format).join(''));
  };
}

async function readEntries(
  context: Context,
  record: EnvironmentRecord,
  filter: LogFilter,
  show: (entries: readonly LogEntry[]) => void,
): Promise<Outcome<void>> {
  return withCopiedLogs(context, record, async (folder) => {
    const merge = new LogMerge(record.track, filter);
    for (const path of (await readdir(folder, { recursive: true })).filter(isLog).sort())
      for await (const bytes of createReadStream(join(folder, path))) merge.add(path, bytes);
    show(merge.finish());
  });
}
