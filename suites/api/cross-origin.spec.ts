import { expect, test } from '../fixtures/api-test.ts';

const elsewhere = 'https://elsewhere.example';
const question = 'action=query&meta=userinfo&format=json&formatversion=2';

test('any site may ask anonymously', async ({ wiki, request }) => {
  const address = wiki().script(`api.php?${question}&origin=*`);
  const answer = await request.get(address, { headers: { Origin: elsewhere } });
  expect(answer.headers()).toMatchObject({ 'access-control-allow-origin': '*' });
  expect(answer.headers()['access-control-allow-credentials']).not.toBe('true');
  expect(await answer.json()).toMatchObject({ query: { userinfo: { anon: true } } });
});

test('whoever is logged in asks as nobody from any other site', async ({ wiki, request }) => {
  const cookies = (await wiki().as('user')).cookies();
  const headers = {
    Origin: elsewhere,
    Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
  };
  const own = await request.get(wiki().script(`api.php?${question}`), { headers });
  expect(await own.json()).toMatchObject({ query: { userinfo: { name: (await wiki().as('user')).name } } });
  const foreign = await request.get(wiki().script(`api.php?${question}&origin=*`), { headers });
  expect(await foreign.json()).toMatchObject({ query: { userinfo: { anon: true } } });
});

test('a site that the wiki does not trust gets no leave to read with cookies', async ({ wiki, request }) => {
  const address = wiki().script(`api.php?${question}&origin=${encodeURIComponent(elsewhere)}`);
  const answer = await request.get(address, { headers: { Origin: elsewhere } });
  expect(answer.headers()).not.toHaveProperty('access-control-allow-origin');
  expect(answer.headers()).toHaveProperty('mediawiki-cors-rejection');
});

test('an origin that is not that of the request is forbidden', async ({ wiki, request }) => {
  const address = wiki().script(`api.php?${question}&origin=${encodeURIComponent(wiki().origin)}`);
  const answer = await request.get(address, { headers: { Origin: elsewhere } });
  expect(answer.status()).toBe(403);
});
