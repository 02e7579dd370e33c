import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures/browser-test.ts';

test('every tab of the preferences opens, and a field of each is saved and read back', async ({
  page,
  wiki,
  signIn,
}) => {
  // Each tab makes its fields anew when it is opened first.
  test.slow();
  const user = await signIn(await wiki().newUser());
  await page.goto(wiki().page('Special:Preferences'));
  const save = page.getByRole('button', { name: 'Save' });
  // The form is ready once its tabs can be chosen and nothing is there to save.
  await expect(save).toBeDisabled();
  const tabs = await page.getByRole('tab').all();
  expect(tabs.length).toBeGreaterThan(4);

  const signature = page.getByLabel('New signature');
  await change(signature, 'The signer');
  const panels = page.locator('[role="tabpanel"]');
  const changed: { readonly field: string; readonly state: string }[] = [];
  for (const [index, tab] of tabs.entries()) {
    await tab.click();
    await expect(panels.nth(index)).toBeVisible();
    // The first one that takes a change.
    const input = panels.nth(index).locator('[type="checkbox"]:enabled, [type="number"]:enabled').first();
    await change(input);
    changed.push({ field: await selectorOf(input), state: await stateOf(input) });
  }
  await save.click();

  // It is another page than the one that was sent: the form that the wiki leads to, as it reads it back.
  await expect(page.getByText('Your preferences have been saved.')).toBeVisible();
  const states = changed.map(({ field }, index) => stateOf(panels.nth(index).locator(field).first()));
  expect(await Promise.all(states)).toEqual(changed.map(({ state }) => state));
  await expect(signature).toHaveValue('The signer');
  const talk = await user.createPage('~~~', `User talk:${user.name}`);
  // The first field of the user's own tab says that a signature is wikitext as it stands, without links to the user.
  expect(await user.read(talk)).toBe('The signer');
});

/** The form takes note of a change when the field is left. */
async function change(field: Locator, text?: string): Promise<void> {
  if (await isTick(field)) await field.click();
  else await field.fill(text ?? String(Number(await field.inputValue()) + 7));
  await field.blur();
}

/** With the value where several boxes share a name. */
async function selectorOf(field: Locator): Promise<string> {
  const [name, value] = [await field.getAttribute('name'), await field.getAttribute('value')];
  return `input[name="${name}"]${(await isTick(field)) ? `[value="${value}"]` : ''}`;
}

/** Value or tick, with the field's name. */
async function stateOf(field: Locator): Promise<string> {
  const state = (await isTick(field)) ? await field.isChecked() : await field.inputValue();
  return `${await field.getAttribute('name')} ${state}`;
}

async function isTick(field: Locator): Promise<boolean> {
  return (await field.getAttribute('type')) === 'checkbox';
}
