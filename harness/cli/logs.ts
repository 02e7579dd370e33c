import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { LogLevel } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';
import type { LogEntry } from '../evidence/log-entry.ts';
import { LogMerge } from '../evidence/log-merge.ts';
import { isLog } from '../evidence/log-reader.ts';
import { logLevels } from '../evidence/mediawiki-log.ts';
import type { Context } from './context.ts';
import { failureExitCode } from './exit-code.ts';
import { exiting } from './exiting.ts';
import { findTrack } from './find-track.ts';
import { finishFailed } from './finish.ts';
import { type Asked, followEntries } from './follow-entries.ts';
import { knownName } from './known-name.ts';
import { knownToTrain } from './known-to-train.ts';
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
    .option('--test <name>', 'just what tests with this in their name asked for, and their jobs and mails')
    .option('--new', 'just what next logs and the train does not: beside it, or in the newest run')
    .option('--since <time>', 'just what is newer than 90s, 5m, 2h, 1d, or a time')
    .option('--trace', 'with the traces of errors')
    .addOption(oneTrackOption())
    .addOption(environmentOption())
    .option('--json', 'print a JSON object a line on standard output')
    .addHelpText(
      'after',
      [
        '\nExamples:',
        '  gm1 logs --level warning --since 5m',
        '  gm1 logs --follow --wiki testwiki --trace',
        '  gm1 logs --test "edit by form" --trace      what a test asked for, and what came of it',
        '  gm1 logs --follow --new                     beside your browser: only what the train does not log',
      ].join('\n'),
    )
    .action(
      exiting(context, async (options) => {
        const asked = await readOptions(context, options);
        if (!asked.ok) return finishFailed(context, asked.failure, options.json);
        const read = await showEntries(context, asked.value, options);
        if (read.ok) return 0;
        // Ctrl-C is how following ends.
        if (read.failure.kind === 'interrupted') return failureExitCode(read.failure);
        return finishFailed(context, read.failure, options.json);
      }),
    );
}

/** All that is asked for, or of it what the train does not log. */
async function showEntries(context: Context, asked: Asked, options: Options): Promise<Outcome<unknown>> {
  const show = printer(context, options);
  const read = options.follow ? followEntries : readEntries;
  if (!options.new) return read(context, asked, show);
  const known = await knownToTrain(context, asked.record);
  if (!known.ok) return known;
  const { signatures, train } = known.value;
  const ended = new AbortController();
  const watching = { ...context, signal: AbortSignal.any([context.signal, ended.signal]) };
  const beside = { record: train ?? asked.record, filter: {}, echoes: 'without echoes' } as const;
  const learning =
    options.follow && train
      ? followEntries(watching, beside, (entries) => signatures.learn(entries))
      : undefined;
  const news = { ...asked, echoes: 'without echoes' } as const;
  const shown = await read(context, news, (entries) => show(signatures.unknownOf(entries)));
  ended.abort();
  await learning;
  return shown;
}

interface Options {
  readonly follow?: boolean | undefined;
  readonly service?: string | undefined;
  readonly wiki?: string | undefined;
  readonly level?: LogLevel | undefined;
  readonly request?: string | undefined;
  readonly test?: string | undefined;
  readonly new?: boolean | undefined;
  readonly since?: string | undefined;
  readonly trace?: boolean | undefined;
  readonly track?: Track | undefined;
  readonly environment: string;
  readonly json?: boolean | undefined;
}

async function readOptions(context: Context, options: Options): Promise<Outcome<Asked>> {
  const { service, wiki, level, request, test, environment, track, follow } = options;
  if (options.new && track === 'train') return failed(trainIsNeverNew);
  const since =
    options.since === undefined ? ok(undefined) : readSince(options.since, context.services.clock.now());
  if (!since.ok) return since;
  const record = await findTrack(
    context,
    environment,
    options.new ? 'next' : track,
    follow ? 'running' : 'on record',
  );
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
  return ok({ record: record.value, filter: { service, wiki, level, request, test, since: since.value } });
}

const trainIsNeverNew: Failure = {
  kind: 'usage',
  what: '--new is about next: nothing of the train is new to itself.',
  next: 'Leave out --track train.',
};

function printer({ stdout }: Context, { trace = false, json, new: isNew = false }: Options) {
  const colour = stdout.isTTY === true && !process.env.NO_COLOR;
  const format = json
    ? (entry: LogEntry) => `${JSON.stringify(entry)}\n`
    : (entry: LogEntry) => logLine(entry, { trace, colour, test: isNew });
  return (entries: readonly LogEntry[]) => {
    if (entries.length > 0) stdout.write(entries.map(format).join(''));
  };
}

async function readEntries(
  context: Context,
  { record, filter, echoes }: Asked,
  show: (entries: readonly LogEntry[]) => void,
): Promise<Outcome<void>> {
  return withCopiedLogs(context, record, async (folder) => {
    const merge = new LogMerge(record.track, filter);
    for (const path of (await readdir(folder, { recursive: true })).filter(isLog).sort())
      for await (const bytes of createReadStream(join(folder, path))) merge.add(path, bytes);
    show(merge.finish(echoes));
  });
}
