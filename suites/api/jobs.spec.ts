import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

test('after an edit to a template the job queue updates its pages', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const [template, target, category] = [unique('Template:Box'), unique('Target'), unique('Category:Boxed')];
  await editor.createPage('No link yet.', template);
  const pages = [await editor.createPage(`{{${template}}}`), await editor.createPage(`{{${template}}}`)];
  await editor.edit(template, `[[${target}]] [[${category}]]`);

  // Not the number of jobs that the wiki tells: it is up to a minute old.
  const links = () => editor.list('backlinks', { bltitle: target, blnamespace: '0' });
  await expect.poll(links, { timeout: 30_000 }).toMatchObject(pages.map((title) => ({ title })));
  const members = () => editor.list('categorymembers', { cmtitle: category, cmnamespace: '0' });
  await expect.poll(members, { timeout: 30_000 }).toHaveLength(pages.length);
});
