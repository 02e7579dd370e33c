import { expect, test } from '../fixtures/api-test.ts';

test('the REST API gives the source of a page and Parsoid’s HTML of it', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage("A ''slanted'' word and {{ns:4}}.");
  const page = wiki().script(`rest.php/v1/page/${encodeURIComponent(title)}`);

  expect(await (await request.get(page)).json()).toMatchObject({
    title,
    content_model: 'wikitext',
    source: "A ''slanted'' word and {{ns:4}}.",
  });
  const html = await request.get(`${page}/html`);
  expect(html.status()).toBe(200);
  expect(await html.text()).toMatch(
    /<i id="[^"]+">slanted<\/i> word and <span [^>]*typeof="mw:Transclusion"[^>]*>Project<\/span>/,
  );
});

test('Parsoid writes the same wikitext back for HTML that it made of it', async ({ wiki, request }) => {
  const wikitext = "==Head==\n*one\n*''two''\n{| class=\"wikitable\"\n|cell\n|}";
  const transform = (direction: string) => wiki().script(`rest.php/v1/transform/${direction}`);
  const html = await request.post(transform('wikitext/to/html'), { data: { wikitext } });
  expect(html.status()).toBe(200);
  expect(await html.text()).toContain('<table class="wikitable"');

  const back = await request.post(transform('html/to/wikitext'), { data: { html: await html.text() } });
  expect((await back.text()).trim()).toBe(wikitext);
});
