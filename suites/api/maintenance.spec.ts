import { XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { runScript } from '../fixtures/maintenance.ts';

/** Of what production runs on its wikis every hour, day or week, and what it says when it has done its work. */
const regularScripts = [
  { script: 'updateSpecialPages', args: ['--only=Wantedpages'], says: /Wantedpages .* got \d+ rows/ },
  { script: 'purgeExpiredUserrights', args: [], says: /\d+ rows purged/ },
  { script: 'purgeExpiredBlocks', args: [], says: /Done purging expired blocks/ },
  { script: 'purgeRecentChanges', args: [], says: /Finished purging/ },
  { script: 'cleanupUploadStash', args: [], says: /orphaned temp files/ },
  { script: 'initSiteStats', args: [], says: /total pages[\s\S]*\d+[\s\S]*Done/i },
  { script: 'Echo:processEchoEmailBatch', args: [], says: /Completed/ },
  { script: 'AbuseFilter:PurgeOldLogIPData', args: [], says: /\d+ rows[\s\S]*Done/ },
  { script: 'LoginNotify:purgeSeen', args: [], says: /^/ },
  { script: 'namespaceDupes', args: [], says: /Looks good/ },
] as const;

for (const { script, args, says } of regularScripts) {
  test(`the script ${script} does its work`, async ({ endpoints }) => {
    const { exitCode, output } = await runScript(endpoints, script, ['--wiki=testwiki', ...args]);
    expect(output).toMatch(says);
    expect(output).not.toMatch(/\b(Exception|Fatal error|Warning|Deprecated|Notice)\b/);
    expect(exitCode).toBe(0);
  });
}

test('a script that is not there is told by its exit code', async ({ endpoints }) => {
  const { exitCode, output } = await runScript(endpoints, 'noSuchScript', ['--wiki=testwiki']);
  expect(exitCode).not.toBe(0);
  expect(output).toContain('noSuchScript');
});

test('a dump holds the page with its last text', async ({ wiki, endpoints }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('The first text.');
  await editor.edit(title, 'The last text & more.');
  const answer = z.object({ query: z.object({ pages: z.tuple([z.object({ pageid: z.number() })]) }) });
  const { query } = await editor.ask(answer, { action: 'query', titles: title });
  const [{ pageid }] = query.pages;
  const range = [`--start=${pageid}`, `--end=${pageid + 1}`];
  const dump = await runScript(endpoints, 'dumpBackup', [
    '--wiki=testwiki',
    '--current',
    '--quiet',
    ...range,
  ]);
  expect(dump.exitCode).toBe(0);
  expect(XMLValidator.validate(dump.output)).toBe(true);
  expect(dump.output).toContain(`<title>${title}</title>`);
  expect(dump.output).toMatch(/<text [^>]*>The last text &amp; more\.<\/text>/);
  expect(dump.output).not.toContain('The first text.');
});

for (const dbname of ['testwiki', 'testcommonswiki']) {
  test(`no job of ${dbname} was given up`, async ({ endpoints }) => {
    const { exitCode, output } = await runScript(endpoints, 'showJobs', [`--wiki=${dbname}`, '--group']);
    expect(exitCode).toBe(0);
    expect(output.split('\n').filter((line) => /[1-9]\d* abandoned/.test(line))).toEqual([]);
  });
}
