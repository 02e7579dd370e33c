import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures/browser-test.ts';

test('the Hebrew wiki is written and laid out from right to left', async ({ page, wiki }) => {
  const rtl = wiki('testrtlwiki');
  const wikitext = '[[File:Compass.svg|thumb|80px|מצפן]]\n== כותרת ==\n<span>טקסט בעברית.</span>';
  const title = await (await rtl.as('user')).createPage(wikitext);
  await page.goto(rtl.page(title));

  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('lang', 'he');
  await expect(page.locator('#firstHeading')).toHaveCSS('direction', 'rtl');
  const text = page.getByText('טקסט בעברית.');
  await expectInOrder(page.locator('nav.vector-user-links'), page.locator('.mw-logo'));
  await expectInOrder(page.locator('.mw-body'), page.locator('#vector-toc'));
  await expectInOrder(page.getByRole('figure'), text);
});

for (const skin of ['vector', 'monobook', 'timeless']) {
  test(`${skin} puts its menu on the right of a Hebrew page`, async ({ page, wiki }) => {
    const rtl = wiki('testrtlwiki');
    const title = await (await rtl.as('user')).createPage('טקסט בעברית.');
    await page.goto(rtl.page(title, { useskin: skin }));
    await expectInOrder(page.locator('#mw-content-text'), page.locator('#p-navigation'));
  });
}

test('text of the other direction keeps its own', async ({ page, wiki }) => {
  const rtl = wiki('testrtlwiki');
  const title = await (await rtl.as('user')).createPage(
    'הספינה <bdi id="name">C++</bdi> (1901) הגיעה.\n<div lang="en" dir="ltr">English, then <span id="last">the end</span>.</div>',
  );
  await page.goto(rtl.page(title));

  const english = page.getByText('English, then');
  await expect(english).toHaveCSS('direction', 'ltr');
  await expect(english).toHaveCSS('text-align', /^(?:start|left)$/);
  await expect(page.locator('#name')).toHaveCSS('unicode-bidi', 'isolate');
});

test('a reader whose language is Hebrew has menus of that direction and the text of its own', async ({
  page,
  wiki,
  signIn,
}) => {
  await signIn(await wiki().as('hebrew'));
  const title = await (await wiki().as('user')).createPage('Plain English.');
  await page.goto(wiki().page(title));

  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByText('Plain English.')).toHaveCSS('direction', 'ltr');
  await expectInOrder(page.locator('nav.vector-user-links'), page.locator('.mw-logo'));
});

/** The first is on the left of the second. */
async function expectInOrder(left: Locator, right: Locator): Promise<void> {
  const [first, second] = [await left.boundingBox(), await right.boundingBox()];
  expect(first?.x).toBeLessThan(second?.x ?? Number.NEGATIVE_INFINITY);
}
