import BlankPage from 'wdio-mediawiki/BlankPage.js';

describe('Special:BlankPage', () => {
  it('shows its title', async () => {
    await BlankPage.open();
    await expect(BlankPage.heading).toHaveText('Blank page');
  });
});
