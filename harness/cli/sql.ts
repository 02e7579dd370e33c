import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Command, Option } from '@commander-js/extra-typings';
import { type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type { Target } from '../environment/provider.ts';
import { runAttached } from './attached.ts';
import type { Context } from './context.ts';
import { findTrack } from './find-track.ts';
import { finishFailed, printJson } from './finish.ts';
import { knownName } from './known-name.ts';
import { environmentOption, jsonOption, oneTrackOption } from './options.ts';

/** Who may use the socket needs no password, so that none can be seen. */
const sockets = { main: '/run/mysqld/mysqld.sock', x1: '/run/mysqld/x1.sock' } as const;

export function sqlCommand(context: Context) {
  return new Command('sql')
    .summary("query a wiki's database")
    .description(
      "Opens the client of the database server on a wiki's database; runs a query, or what standard input holds. " +
        'With --json the rows of all queries follow each other in one list; binary values may lose something.',
    )
    .argument('[query]', 'one or more, with semicolons between them')
    .requiredOption('--wiki <dbname>', 'whose database')
    .addOption(
      new Option('--cluster <cluster>', 'x1 has tables of extensions')
        .choices(['main', 'x1'] as const)
        .default('main' as const),
    )
    .addOption(oneTrackOption())
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 sql --wiki=testwiki "SELECT page_title FROM page LIMIT 5"')
    .action(async (query, options) => {
      context.setExitCode(await openSql(context, query, options));
    });
}

interface Options {
  readonly wiki: string;
  readonly cluster: keyof typeof sockets;
  readonly track?: Track | undefined;
  readonly environment: string;
  readonly json?: boolean | undefined;
}

async function openSql(context: Context, query: string | undefined, options: Options): Promise<number> {
  const { json, cluster, wiki } = options;
  const target = await findDatabase(context, options);
  if (!target.ok) return finishFailed(context, target.failure, json);
  // A query on the command line could be seen in the list of processes, and be too long for it.
  const asked = query === undefined ? context : { ...context, stdin: Readable.from([query]) };
  const client = [
    'mariadb',
    '--user=root',
    `--socket=${sockets[cluster]}`,
    '--default-character-set=utf8mb4',
  ];
  if (json) return printRows(asked, target.value, [...client, '--xml', wiki]);
  const form = context.stdout.isTTY ? ['--table'] : [];
  return runAttached(asked, target.value, [...client, ...form, wiki], json);
}

async function findDatabase(
  context: Context,
  { environment, track, wiki }: Options,
): Promise<Outcome<Target>> {
  const found = await findTrack(context, environment, track);
  if (!found.ok) return found;
  const { name, wikis } = found.value;
  const known = knownName(
    'wiki',
    wiki,
    wikis.map(({ dbname }) => dbname),
  );
  return known.ok ? ok({ environment: name, track: found.value.track, service: 'database' }) : known;
}

async function printRows(context: Context, target: Target, command: readonly string[]): Promise<number> {
  const stdout = new PassThrough();
  const answer = text(stdout);
  const exitCode = await runAttached({ ...context, stdout }, target, command, false);
  stdout.end();
  const { readRows } = await import('./sql-rows.ts');
  const rows = readRows(await answer);
  if (exitCode === 0) printJson(context, rows);
  return exitCode;
}
