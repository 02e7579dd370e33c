import { expect, test } from '../fixtures/browser-test.ts';

// Style sheets alone make the printed page.
test.use({ javaScriptEnabled: false });

for (const skin of ['vector-2022', 'vector', 'minerva', 'monobook', 'timeless']) {
  test(`on paper ${skin} shows a page without its menus`, async ({ page, wiki }) => {
    const title = await (await wiki().as('user')).createPage('== Part ==\nWhat is to be printed.');
    const onScreenOnly = page
      .locator('#searchInput, .mw-editsection, #ca-history, #pt-login')
      .filter({ visible: true });
    await page.goto(wiki().page(title, { useskin: skin }));
    await expect(onScreenOnly).not.toHaveCount(0);
    await page.emulateMedia({ media: 'print' });

    await expect(page.getByText('What is to be printed.')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(onScreenOnly).toHaveCount(0);
    const address = page.locator('.printfooter').filter({ hasText: title.replaceAll(' ', '_') });
    // Minerva prints none.
    await expect(address).toBeVisible({ visible: skin !== 'minerva' });
  });
}
