import { z } from 'zod';
import { expect, test } from '../fixtures/browser-test.ts';

const unread = z.object({
  query: z.object({ notifications: z.object({ alert: z.object({ rawcount: z.number() }) }) }),
});

test('a message on the talk page is counted and told as a notification', async ({ page, wiki, signIn }) => {
  const [reader, writer] = [await signIn(await wiki().newUser()), await wiki().as('user')];
  await writer.createPage('== Hello ==\nA word with you. ~~~~', `User talk:${reader.name}`);
  const question = { action: 'query', meta: 'notifications', notprop: 'count', notgroupbysection: '1' };
  await expect
    .poll(async () => (await reader.ask(unread, question)).query.notifications.alert.rawcount)
    .toBe(1);

  await page.goto(wiki().page('Main Page'));
  const alerts = page.locator('#pt-notifications-alert a');
  await expect(alerts).toHaveAttribute('data-counter-num', '1');
  await alerts.click();
  const notification = page.locator('.mw-echo-ui-notificationItemWidget', { hasText: writer.name });
  await expect(notification).toContainText('left a message on your talk page');
});
