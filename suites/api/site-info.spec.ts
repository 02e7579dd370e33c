import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { bundledExtensions, bundledSkins } from './bundled-extensions.ts';

const site = z.object({
  query: z.object({
    general: z.object({ generator: z.string(), lang: z.string(), rtl: z.boolean() }),
    extensions: z.array(z.object({ name: z.string() })),
    skins: z.array(z.object({ code: z.string() })),
  }),
});

const question = { action: 'query', meta: 'siteinfo', siprop: 'general|extensions|skins' };

for (const dbname of ['testwiki', 'testrtlwiki', 'testcommonswiki']) {
  test(`every bundled extension and skin is loaded on ${dbname}`, async ({ wiki }) => {
    const { query } = await (await wiki(dbname).anonymous()).ask(site, question);
    const extensions = query.extensions.map(({ name }) => name);
    const skins = query.skins.map(({ code }) => code);

    expect(bundledExtensions.filter((name) => !extensions.includes(name))).toEqual([]);
    expect(bundledSkins.filter((name) => !skins.includes(name))).toEqual([]);
  });
}

test('the Hebrew wiki says that it is written from right to left', async ({ wiki }) => {
  const { query } = await (await wiki('testrtlwiki').anonymous()).ask(site, question);
  expect(query.general).toMatchObject({ lang: 'he', rtl: true });
});
