import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/browser-test.ts';

interface Skin {
  readonly key: string;
  /** What opens the menu of the wiki and that of the reader, where they are closed at first. */
  readonly menu?: string;
  readonly personalMenu?: string;
}

const skins: readonly Skin[] = [
  { key: 'vector-2022', personalMenu: '#vector-user-links-dropdown-checkbox' },
  { key: 'vector' },
  { key: 'minerva', menu: '#mw-mf-main-menu-button', personalMenu: '#minerva-user-menu-toggle' },
  { key: 'monobook' },
  { key: 'timeless', personalMenu: '#personal > h2' },
];

/** Editing and the history, as the skins and as Minerva names them. */
const tabs = ['#ca-edit, #page-actions-edit', '#ca-history, #page-actions-history'];

for (const { key, menu, personalMenu } of skins) {
  test(`${key} shows a page, its tabs, a search box and the menus of wiki and reader`, async ({
    page,
    wiki,
    signIn,
  }) => {
    const user = await signIn(await wiki().as('user'));
    const title = await user.createPage("A page for ''every'' skin.");
    await page.goto(wiki().page(title, { useskin: key }));

    await expect(page.locator('body')).toHaveClass(new RegExp(`\\bskin-${key}\\b`));
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(page.getByText('A page for every skin.')).toBeVisible();
    for (const tab of tabs) await expect(page.locator(tab)).toBeInViewport();
    await expect(page.locator('#searchInput')).toBeVisible();
    await expectLink(page, 'Log out', personalMenu);
    await expectLink(page, 'Recent changes', menu);
    const entry = await page.getByRole('link', { name: 'Recent changes', exact: true }).boundingBox();
    const heading = await page.getByRole('heading', { level: 1 }).boundingBox();
    expect(entry?.x, 'the menu is on the left of the page').toBeLessThan(heading?.x ?? 0);
  });
}

/** Behind an opener the link is out of sight until that is used. */
async function expectLink(page: Page, name: string, opener: string | undefined): Promise<void> {
  const link = page.getByRole('link', { name, exact: true });
  if (opener !== undefined) {
    await expect(link).not.toBeInViewport();
    await page.locator(opener).click();
  }
  await expect(link).toBeInViewport();
}
