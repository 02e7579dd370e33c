import { expect, test } from '../fixtures/api-test.ts';
import type { Session } from '../fixtures/session.ts';
import type { TestedWiki } from '../fixtures/tested-wiki.ts';

/**
 * Missing in MediaWiki 1.43 wherever it runs: legends of sections that its style sheets hide, and one that Cite takes
 * from Popups, which a build may lack.
 */
const knownMissing = /⧼(contribs-(top|date)|whatlinkshere-whatlinkshere-(target|ns|filter)|prefs-reading)⧽/g;

const faults: readonly (readonly [string, RegExp])[] = [
  ['a missing message', /⧼[^⧽<]{1,100}⧽/],
  ['an exception', /class="[^"]*mw-internal-error|\[[0-9a-f]{24}\] [^<]*(Exception|Error)\b|Internal error/],
  ['a warning of PHP', /<b>(Warning|Notice|Deprecated|Fatal error)<\/b>:/],
  ['a page without an end', /^(?![\s\S]*<\/html>)/],
];

/** So many at a time: the wiki's server has more workers than that. */
const readers = 2;

/** Each reads in another skin, so that no special page is seen in the default one alone. */
const visitors = [
  { visitor: 'anonymous', useskin: 'vector-2022' },
  { visitor: 'user', useskin: 'vector' },
  { visitor: 'sysop', useskin: 'monobook' },
] as const;

for (const { visitor, useskin } of visitors) {
  test(`every special page that is listed for ${visitor} opens without error`, async ({ wiki }) => {
    test.slow();
    const session = await (visitor === 'anonymous' ? wiki().anonymous() : wiki().as(visitor));
    const listed = await listedPages(wiki(), session);
    const addresses = listed.map((address) => `${address}?useskin=${useskin}`);
    expect(addresses.length).toBeGreaterThan(80);

    const problems: string[] = [];
    const left = addresses.values();
    const read = async () => {
      for (const address of left) {
        const { status, html } = await wiki().receive(session, wiki().origin + address);
        problems.push(...problemsOf(status, html).map((problem) => `${address}: ${problem}`));
      }
    };
    await Promise.all(Array.from({ length: readers }, read));
    expect(problems).toEqual([]);
  });
}

test('a special page that is not for everybody says who may use it', async ({ wiki }) => {
  const visitor = await wiki().anonymous();
  for (const page of ['Block', 'DeletedContributions', 'Undelete', 'Import']) {
    const { html } = await wiki().receive(visitor, wiki().page(`Special:${page}`, { target: 'Tester' }));
    expect.soft(html, page).toContain('<title>Permission error');
  }
});

/** The addresses that the wiki's own list has for this account. */
async function listedPages(wiki: TestedWiki, session: Session): Promise<readonly string[]> {
  const { html } = await wiki.receive(session, wiki.page('Special:SpecialPages'));
  const [, list = ''] = html.split('id="mw-content-text"');
  const links = [...list.matchAll(/<li[^>]*><a href="(\/[^"#]+)"/g)].map(([, address = '']) => address);
  return [...new Set(links)];
}

/** Pages that find nothing may answer 404, and 302 leads to where one logs in. */
function problemsOf(status: number, html: string): readonly string[] {
  if (status >= 500) return [`status ${status}`];
  if (status >= 300 && status < 400) return [];
  const text = html.replace(knownMissing, '');
  return faults
    .filter(([, pattern]) => pattern.test(text))
    .map(([name, pattern]) => `${name} ${text.match(pattern)?.[0] ?? ''}`);
}
