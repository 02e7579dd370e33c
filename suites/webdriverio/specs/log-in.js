import { createApiClient } from 'wdio-mediawiki/Api.js';
import LoginPage from 'wdio-mediawiki/LoginPage.js';
import { uniqueName } from '../unique-name.js';

describe('Special:UserLogin', () => {
  it('logs a new user in', async () => {
    const username = uniqueName('Reader');
    const password = uniqueName('secret');
    const api = await createApiClient();
    await api.createAccount(username, password);

    await LoginPage.login(username, password);

    expect(await LoginPage.getActualUsername()).toBe(username);
  });
});
