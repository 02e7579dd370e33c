import { expect, test } from 'vitest';
import type { Endpoints } from '../../core/endpoint.ts';
import { type HostMap, placeTest, readHostMap } from './host-map.ts';

const wiki = (dbname: string, shape: string) => ({
  dbname,
  shape,
  lang: 'en',
  url: `http://${dbname}`,
  api: `http://${dbname}/w/api.php`,
});

const endpoints: Endpoints = {
  environment: 'farm',
  track: 'next',
  scriptPath: '/w',
  wikis: [wiki('testwiki', 'wikipedia'), wiki('pictures', 'commons')],
  accounts: [],
};

const map: HostMap = {
  hosts: {
    'en.wikipedia.org': { dbname: 'testwiki' },
    'commons.wikimedia.org': { shape: 'commons' },
    'he.wikipedia.org': { shape: 'rtl' },
    'fr.wikipedia.org': { dbname: 'frwiki' },
  },
  needs_production: [
    { host: 'www.wikidata.org', why: 'no wiki has items' },
    { host: 'en.wikipedia.org', path: '^/wiki/Moon$', why: 'no such article' },
  ],
};

const place = (host: string, path = '/') =>
  placeTest(
    {
      test: { suite: 'http', file: 'a.yaml', titlePath: [host, path], project: 'http' },
      host,
      origin: `https://${host}`,
      request: { path, method: 'GET', assert_status: 200 },
    },
    map,
    endpoints,
  );

test.each([
  ['testwiki', 'testwiki'],
  ['en.wikipedia.org', 'testwiki'],
  ['commons.wikimedia.org', 'pictures'],
])('%s is the wiki %s', (host, dbname) => {
  expect(place(host)).toMatchObject({ kind: 'wiki', wiki: { dbname } });
});

test.each([
  ['www.wikidata.org', '/', 'Needs production: no wiki has items.'],
  ['en.wikipedia.org', '/wiki/Moon', 'Needs production: no such article.'],
  [
    'he.wikipedia.org',
    '/',
    'The environment "farm" has no wiki of shape "rtl", which stands for he.wikipedia.org.',
  ],
  [
    'fr.wikipedia.org',
    '/',
    'The environment "farm" has no wiki "frwiki", which stands for fr.wikipedia.org.',
  ],
  ['otherwiki', '/', 'The environment "farm" has no wiki "otherwiki".'],
])('a request to %s%s goes nowhere, and says why', (host, path, why) => {
  expect(place(host, path)).toEqual({ kind: 'nowhere', why });
});

test('a path that needs production leaves the others of its host alone', () => {
  expect(place('en.wikipedia.org', '/wiki/Moonlight')).toMatchObject({ kind: 'wiki' });
});

test('both parts of a host map may be left out', () => {
  expect(readHostMap('hosts: {a.org: {shape: rtl}}', 'hosts.yaml')).toEqual({
    ok: true,
    value: { hosts: { 'a.org': { shape: 'rtl' } }, needs_production: [] },
  });
});

test.each([
  ['both names of a wiki', 'hosts:\n  a.org: {dbname: b, shape: c}\n', ':2:10: .*either dbname or shape'],
  ['no name of a wiki', 'hosts:\n  a.org: {}\n', ':2:10: .*either dbname or shape'],
  ['a misspelt key', 'hosts:\n  a.org: {dbnam: rtl}\n', ':2:11: .*did you mean dbname'],
  ['no reason', 'needs_production:\n- host: a.org\n', ':2:3: .*'],
  ['a bad regular expression', 'needs_production:\n- {host: a, path: "(", why: b}\n', ':2:19: .*regular'],
])('%s is a problem with line and column', (_, text, expected) => {
  expect(readHostMap(text, 'hosts.yaml')).toEqual({
    ok: false,
    problems: expect.arrayContaining([expect.stringMatching(new RegExp(`^hosts\\.yaml${expected}`))]),
  });
});
