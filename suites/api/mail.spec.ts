import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { linkIn, Mailbox, newUserWithMail } from '../fixtures/mailbox.ts';
import { VisitorLogIn } from '../fixtures/visitor-log-in.ts';

const anything = z.object({});
const userInfo = z.object({
  query: z.object({ userinfo: z.object({ emailauthenticated: z.string().optional() }) }),
});
const emailQuestion = { action: 'query', meta: 'userinfo', uiprop: 'email' };

test('an address is confirmed by the link that is sent to it', async ({ wiki }) => {
  const mailbox = new Mailbox(wiki());
  const user = await wiki().newUser(mailbox.details);
  const confirmedAt = async () => (await user.ask(userInfo, emailQuestion)).query.userinfo.emailauthenticated;
  const { body } = await mailbox.mail(/confirmation/);
  expect(body).toContain(user.name);
  expect(await confirmedAt()).toBeUndefined();

  await wiki().receive(user, linkIn(body, 'Special:ConfirmEmail'));
  expect(await confirmedAt()).toMatch(/^\d{4}-/);
});

test('a forgotten password is replaced by way of the mail', async ({ wiki }) => {
  const { user, mailbox } = await newUserWithMail(wiki());
  const visitor = await wiki().anonymous();
  await visitor.ask(z.object({ resetpassword: z.object({ status: z.literal('success') }) }), {
    action: 'resetpassword',
    user: user.name,
    token: await visitor.token('csrf'),
  });
  const { body } = await mailbox.mail(/Account details/);
  const temporary = body.match(/Temporary password:\s*(\S+)/)?.[1] ?? '';

  const [logIn, password] = [await VisitorLogIn.at(wiki()), `${user.password} anew`];
  expect(await logIn.begin(user.name, temporary)).toMatchObject({ status: 'UI' });
  expect(await logIn.proceed({ password, retype: password })).toMatchObject({ status: 'PASS' });
  const again = await VisitorLogIn.at(wiki());
  expect(await again.begin(user.name, password)).toMatchObject({ status: 'PASS' });
});

test('a user writes to another by mail', async ({ wiki }) => {
  const [writer, reader] = [await newUserWithMail(wiki()), await newUserWithMail(wiki())];
  await writer.user.ask(z.object({ emailuser: z.object({ result: z.literal('Success') }) }), {
    action: 'emailuser',
    target: reader.user.name,
    subject: 'A word with you',
    text: 'By the harbour, at six.',
    token: await writer.user.token('csrf'),
  });
  expect((await reader.mailbox.mail(/A word with you/)).body).toContain('By the harbour, at six.');
});

test('who is not told an address cannot be written to', async ({ wiki }) => {
  const [{ user: writer }, reader] = [await newUserWithMail(wiki()), await wiki().newUser()];
  const mail = { action: 'emailuser', target: reader.name, subject: 'Hello', text: 'Are you there?' };
  await expect(writer.ask(anything, { ...mail, token: await writer.token('csrf') })).rejects.toThrow(
    'noemail',
  );
});

test('a change of a watched page is told by mail', async ({ wiki }) => {
  const [{ user, mailbox }, editor] = [await newUserWithMail(wiki()), await wiki().as('user')];
  const title = await editor.createPage('To be watched.');
  await user.act({ action: 'options', change: 'enotifwatchlistpages=1' });
  await user.watch(title);
  await editor.edit(title, 'Changed.', 'for those who watch');
  expect((await mailbox.mail(new RegExp(title))).body).toContain('for those who watch');
});

test('a message on the talk page is told by mail', async ({ wiki }) => {
  const [{ user, mailbox }, writer] = [await newUserWithMail(wiki()), await wiki().as('user')];
  await writer.createPage('== Hello ==\nA word with you. ~~~~', `User talk:${user.name}`);
  expect((await mailbox.mail(/message/)).body).toContain(writer.name);
});
