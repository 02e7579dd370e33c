import Page from 'wdio-mediawiki/Page.js';

class EditPage extends Page {
  get text() {
    return $('#wpTextbox1');
  }

  get save() {
    return $('#wpSave');
  }

  get heading() {
    return $('#firstHeading');
  }

  get content() {
    return $('#mw-content-text');
  }

  /** Saves the page with this text and waits until it is shown. */
  async edit(title, text) {
    await this.openTitle(title, { action: 'edit', vehidebetadialog: 1, hidewelcomedialog: 1 });
    await this.text.setValue(text);
    await this.save.click();
    await browser.waitUntil(async () => !(await browser.getUrl()).includes('action='), {
      timeoutMsg: `The page ${title} was not saved.`,
    });
  }
}

export default new EditPage();
