import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a page for everybody sets no cookie and is asked for anew', async ({ wiki, request }) => {
  const title = await (await wiki().as('user')).createPage('For everybody.');
  const answer = await request.get(wiki().page(title));

  expect(answer.status()).toBe(200);
  const headers = answer.headers();
  expect(headers).not.toHaveProperty('set-cookie');
  expect(headers.vary).toMatch(/\bCookie\b/);
  expect(headers.vary).toMatch(/\bAccept-Encoding\b/);
  expect(headers['cache-control']).toMatch(/must-revalidate.*max-age=0|max-age=0.*must-revalidate/);
});

test('a page that has not changed is not sent again, and one that has is', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('As it was.');
  const modified = (await request.get(wiki().page(title))).headers()['last-modified'] ?? '';
  const conditional = { headers: { 'If-Modified-Since': modified } };
  expect((await request.get(wiki().page(title), conditional)).status()).toBe(304);

  // Times are of whole seconds: an edit within the first one is not seen as newer.
  await expect(async () => {
    await editor.edit(title, unique('As it is'));
    expect((await request.get(wiki().page(title), conditional)).status()).toBe(200);
  }).toPass({ timeout: 15_000 });
});

test('what is meant for one reader is kept by nobody', async ({ wiki, request }) => {
  const user = await wiki().as('user');
  const title = await user.createPage('For one.');
  const cookie = user
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  const page = await request.get(wiki().page(title), { headers: { Cookie: cookie } });
  expect(await page.text()).toContain(`"wgUserName":"${user.name}"`);
  expect(page.headers()['cache-control']).toMatch(/\bprivate\b/);

  const form = await request.get(wiki().page(title, { action: 'edit' }));
  expect(form.headers()['cache-control']).toMatch(/\bno-store\b|\bprivate\b/);
});

test('scripts and styles that have not changed are not sent again', async ({ wiki, request }) => {
  const address = wiki().script('load.php?modules=startup&only=scripts&raw=1&skin=vector-2022');
  const first = await request.get(address);
  const { etag = '' } = first.headers();
  expect(first.headers()).not.toHaveProperty('set-cookie');
  expect(etag).toMatch(/^W\/"./);

  const same = await request.get(address, { headers: { 'If-None-Match': etag } });
  expect(same.status()).toBe(304);
  const other = await request.get(address, { headers: { 'If-None-Match': 'W/"other"' } });
  expect(other.status()).toBe(200);
});

test('styles are kept for long by their own version, and not by another', async ({ wiki, request }) => {
  const styles = wiki().script('load.php?lang=en&modules=skins.monobook.styles&only=styles&skin=monobook');
  const ask = async (version: string) => (await request.get(`${styles}&version=${version}`)).headers();
  // Who asks first makes the wiki find out what the styles are made of, which changes their version.
  await ask('unknown');
  const other = await ask('other');
  // Apache adds "-gzip" to what it compresses.
  const [, version = ''] = /^W\/"(\w+)/.exec(other.etag ?? '') ?? [];

  expect(maxAge(other)).toBeLessThanOrEqual(300);
  expect(maxAge(await ask(version))).toBeGreaterThan(7 * 86_400);
});

/** Seconds. */
function maxAge(headers: Readonly<Record<string, string>>): number {
  return Number(/\bmax-age=(\d+)/.exec(headers['cache-control'] ?? '')?.[1]);
}
