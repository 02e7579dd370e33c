import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures/browser-test.ts';

const wikitext = `<syntaxhighlight lang="python" line highlight="2">
def tide(hour):
    return hour
</syntaxhighlight>`;

test('code has colours, numbers of lines and a marked line', async ({ page, wiki }) => {
  const title = await (await wiki().as('user')).createPage(wikitext);
  await page.goto(wiki().page(title));
  const code = page.locator('.mw-highlight');
  const [keyword, name] = [code.getByText('def', { exact: true }), code.getByText('hour').first()];

  await expect(code).toContainText('def tide(hour):');
  expect(await styleOf(keyword, 'color')).not.toBe(await styleOf(name, 'color'));
  await expect(code.locator('.linenos')).toHaveCount(2);
  const marked = code.getByText('return').locator('xpath=ancestor-or-self::*[contains(@class, "hll")]');
  expect(await styleOf(marked, 'background-color')).not.toBe(await styleOf(code, 'background-color'));
});

function styleOf(element: Locator, property: string): Promise<string> {
  return element.evaluate(
    (node, name) => node.ownerDocument.defaultView?.getComputedStyle(node).getPropertyValue(name) ?? '',
    property,
  );
}
