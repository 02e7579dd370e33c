import { expect, test } from 'vitest';
import { ok } from '../core/failure.ts';
import { askSiteinfo } from './wiki-answers.ts';

const url = 'http://127.0.0.1:20001';
const wiki = { dbname: 'testwiki', lang: 'en', shape: 'private', url, api: `${url}/w/api.php` };

test.each([
  ['a wiki that says who it is', '{"query":{"general":{"wikiid":"testwiki"}}}', 'ready'],
  ['another wiki in its place', '{"query":{"general":{"wikiid":"otherwiki"}}}', 'wrong'],
  ['a private wiki, which tells strangers nothing', '{"error":{"code":"readapidenied"}}', 'ready'],
  ['a wiki with an error', '{"error":{"code":"internal_api_error_DBQueryError"}}', 'wrong'],
  ['no API at all', '<h1>Fatal error</h1>', 'wrong'],
])('%s', async (_, body, state) => {
  const http = { send: async () => ok({ status: 200, body, cookies: [] }) };
  expect((await askSiteinfo(http, wiki, new AbortController().signal)).state).toBe(state);
});
