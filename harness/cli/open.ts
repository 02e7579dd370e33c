import { Command } from '@commander-js/extra-typings';
import type { Account, Wiki } from '../core/environment-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type { Context } from './context.ts';
import { accountText } from './environment-text.ts';
import { exiting } from './exiting.ts';
import { findTrack } from './find-track.ts';
import { finishFailed, printJson } from './finish.ts';
import { knownName } from './known-name.ts';
import { environmentOption, jsonOption, oneTrackOption } from './options.ts';

export function openCommand(context: Context) {
  return new Command('open')
    .summary('open a wiki in the browser')
    .description(
      "Prints a wiki's address and opens it in the system's browser, if there is one; for a persona the page to log in.",
    )
    .argument('[wiki]', 'dbname; the first one of the environment')
    .option('--persona <persona>', 'whose account to log in with')
    .addOption(oneTrackOption())
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 open testrtlwiki --persona sysop')
    .action(
      exiting(context, async (wiki, { persona, track, environment, json }) => {
        const page = await findPage(context, environment, track, wiki, persona);
        if (!page.ok) return finishFailed(context, page.failure, json);
        const { url, account } = page.value;
        const opened = await context.services.openBrowser(url);
        if (json) printJson(context, { url, opened, ...(account && { account }) });
        else context.stdout.write(`${url}\n`);
        if (account && !json)
          context.stderr.write(`Log in as ${accountText(account)}
`);
        return 0;
      }),
    );
}

interface Page {
  readonly url: string;
  readonly account?: Account;
}

async function findPage(
  context: Context,
  environment: string,
  track: Track | undefined,
  dbname: string | undefined,
  persona: string | undefined,
): Promise<Outcome<Page>> {
  const found = await findTrack(context, environment, track);
  if (!found.ok) return found;
  const { wikis, accounts } = found.value;
  const knownWiki = knownName(
    'wiki',
    dbname,
    wikis.map((wiki) => wiki.dbname),
  );
  if (!knownWiki.ok) return knownWiki;
  const knownPersona = knownName(
    'persona',
    persona,
    accounts.map((account) => account.persona),
  );
  if (!knownPersona.ok) return knownPersona;
  const wiki = wikis.find((each) => dbname === undefined || each.dbname === dbname);
  const account = accounts.find((each) => each.persona === persona);
  return ok({ url: pageUrl(wiki, account), ...(account && { account }) });
}

function pageUrl(wiki: Wiki | undefined, account: Account | undefined): string {
  const page = account ? `Special:UserLogin?wpName=${encodeURIComponent(account.name)}` : '';
  return `${wiki?.url}/wiki/${page}`;
}
