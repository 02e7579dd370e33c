import { expect, test } from '../fixtures/browser-test.ts';

test('a formula is drawn, with its parts above and below each other', async ({ page, wiki }) => {
  const text = 'Half: <math>\\frac{a}{b}</math>\n\n<math display="block">\\sqrt{c}</math>';
  const title = await (await wiki().as('user')).createPage(text);
  await page.goto(wiki().page(title));

  const fraction = page.locator('math').first();
  await expect(fraction).toBeVisible();
  const [a, b] = [fraction.getByText('a', { exact: true }), fraction.getByText('b', { exact: true })];
  const below = (await b.boundingBox())?.y ?? 0;
  const above = await a.boundingBox();
  expect((above?.y ?? Infinity) + (above?.height ?? 0)).toBeLessThanOrEqual(below + 1);
  await expect(page.locator('math').nth(1)).toHaveAttribute('display', 'block');
});
