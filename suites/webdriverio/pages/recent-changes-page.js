import Page from 'wdio-mediawiki/Page.js';

class RecentChangesPage extends Page {
  titleLink(title) {
    return $(`a.mw-changeslist-title=${title}`);
  }

  /** The list is filled after the edit has been answered, so the first look may come too early. */
  async openUntilListed(title) {
    await browser.waitUntil(
      async () => {
        await this.openTitle('Special:RecentChanges', { limit: 500 });
        return this.titleLink(title).isExisting();
      },
      { timeout: 30_000, timeoutMsg: `${title} is not listed.` },
    );
  }
}

export default new RecentChangesPage();
