import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

const backlinks = z.object({ query: z.object({ backlinks: z.array(z.object({ title: z.string() })) }) });
const statistics = z.object({ query: z.object({ statistics: z.object({ jobs: z.number() }) }) });

test('after an edit to a template the job queue updates the links of its pages and drains', async ({
  wiki,
}) => {
  const editor = await wiki().as('user');
  const [template, target] = [unique('Template:Box'), unique('Target')];
  await editor.createPage('No link yet.', template);
  const pages = [await editor.createPage(`{{${template}}}`), await editor.createPage(`{{${template}}}`)];
  await editor.edit(template, `[[${target}]]`);

  await expect(async () => {
    const question = { action: 'query', list: 'backlinks', bltitle: target, blnamespace: '0' };
    const { query } = await editor.ask(backlinks, question);
    expect(query.backlinks.map(({ title }) => title).sort()).toEqual([...pages].sort());
  }).toPass({ timeout: 30_000 });
  await expect(async () => {
    const { query } = await editor.ask(statistics, {
      action: 'query',
      meta: 'siteinfo',
      siprop: 'statistics',
    });
    expect(query.statistics.jobs).toBe(0);
  }).toPass({ timeout: 30_000 });
});
