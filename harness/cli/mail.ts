import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { formatTime } from '../../reports/model/measures.ts';
import { plainLine, plainText } from '../../reports/model/plain-text.ts';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { type Mail, readMails } from '../evidence/mail.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { findTrack } from './find-track.ts';
import { finishFailed, printJson } from './finish.ts';
import { knownName } from './known-name.ts';
import { environmentOption, jsonOption, oneTrackOption } from './options.ts';
import { tableText } from './table-text.ts';
import { withCopiedLogs } from './with-copied-logs.ts';

export function mailCommand(context: Context) {
  return new Command('mail')
    .summary('read the mail that the wikis tried to send')
    .description(
      'Lists the mails of a track, the newest last, or shows one in full. No mail leaves an environment.',
    )
    .argument('[number]', 'the mail to show, by its number in the list; "last" for the newest')
    .option('--wiki <dbname>', 'just those of this wiki')
    .option('--to <address>', 'just those to an address or name with this in it')
    .addOption(oneTrackOption())
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  gm1 mail --to Tester\n  gm1 mail last')
    .action(
      exiting(context, async (number, options) => {
        const { json } = options;
        const mails = await findMails(context, options);
        if (!mails.ok) return finishFailed(context, mails.failure, json);
        if (number === undefined) {
          if (json) printJson(context, mails.value);
          else context.stdout.write(mailList(mails.value));
          return 0;
        }
        const mail = pickMail(mails.value, number);
        if (!mail.ok) return finishFailed(context, mail.failure, json);
        if (json) printJson(context, mail.value);
        else context.stdout.write(mailText(mail.value));
        return 0;
      }),
    );
}

interface Options {
  readonly wiki?: string | undefined;
  readonly to?: string | undefined;
  readonly track?: Track | undefined;
  readonly environment: string;
  readonly json?: boolean | undefined;
}

async function findMails(
  context: Context,
  { wiki, to, track, environment }: Options,
): Promise<Outcome<readonly Mail[]>> {
  const found = await findTrack(context, environment, track, 'on record');
  if (!found.ok) return found;
  const known = knownName(
    'wiki',
    wiki,
    found.value.wikis.map(({ dbname }) => dbname),
  );
  if (!known.ok) return known;
  const mails = await withCopiedLogs(context, found.value, (folder) =>
    readMails(join(folder, 'mail.ndjson')),
  );
  if (!mails.ok) return mails;
  return ok(
    mails.value.filter(
      (mail) =>
        (wiki === undefined || mail.wiki === wiki) &&
        (to === undefined || mail.to.some((address) => address.toLowerCase().includes(to.toLowerCase()))),
    ),
  );
}

function pickMail(mails: readonly Mail[], asked: string): Outcome<Mail> {
  const mail = asked === 'last' ? mails.at(-1) : mails.find(({ number }) => String(number) === asked);
  return mail ? ok(mail) : failed(noSuchMail(mails, asked));
}

function noSuchMail(mails: readonly Mail[], asked: string): Failure {
  return {
    kind: 'usage',
    what: `There is no mail ${JSON.stringify(asked)}.`,
    next: mails.length === 0 ? 'There is none at all so far.' : 'See `gm1 mail` for the numbers.',
  };
}

/** A line a mail. */
function mailList(mails: readonly Mail[]): string {
  if (mails.length === 0) return 'No mail so far.\n';
  return tableText(
    mails.map(({ number, time, wiki, to, subject }) => [
      String(number),
      formatTime(time),
      plainLine(wiki),
      plainLine(to.join(', '), 60),
      plainLine(subject, 100),
    ]),
    [0],
  );
}

function mailText({ time, wiki, from, to, subject, body }: Mail): string {
  const parts =
    typeof body === 'string' ? [body] : Object.entries(body).map(([kind, part]) => `[${kind}]\n${part}`);
  return [
    `Date:    ${formatTime(time)}`,
    `Wiki:    ${plainLine(wiki)}`,
    `From:    ${plainLine(from)}`,
    `To:      ${plainLine(to.join(', '), 1000)}`,
    `Subject: ${plainLine(subject, 1000)}`,
    '',
    ...parts.map((part) => plainText(part, 1_000_000).trimEnd()),
    '',
  ].join('\n');
}
