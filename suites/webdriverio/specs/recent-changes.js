import { createApiClient } from 'wdio-mediawiki/Api.js';
import RecentChangesPage from '../pages/recent-changes-page.js';
import { uniqueName } from '../unique-name.js';

describe('Special:RecentChanges', () => {
  it('lists a page that was just made', async () => {
    const title = uniqueName('Changed');
    const api = await createApiClient();
    await api.edit(title, 'New');

    await RecentChangesPage.openUntilListed(title);

    await expect(RecentChangesPage.titleLink(title)).toBeDisplayed();
  });
});
