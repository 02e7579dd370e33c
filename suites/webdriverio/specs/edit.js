import { createApiClient } from 'wdio-mediawiki/Api.js';
import LoginPage from 'wdio-mediawiki/LoginPage.js';
import EditPage from '../pages/edit-page.js';
import { uniqueName } from '../unique-name.js';

describe('The edit form', () => {
  it('saves a change of an existing page', async () => {
    const title = uniqueName('Edited');
    const api = await createApiClient();
    await api.edit(title, 'Before');
    await LoginPage.loginAdmin();

    await EditPage.edit(title, 'After');

    await expect(EditPage.heading).toHaveText(title);
    await expect(EditPage.content).toHaveText(expect.stringContaining('After'));
  });
});
