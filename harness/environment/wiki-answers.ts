import { z } from 'zod';
import type { Wiki } from '../core/environment-record.ts';
import type { Http, HttpAnswer } from '../system/http.ts';
import { accountNames } from './secrets.ts';

/**
 * What asking a wiki showed. `wrong` is an answer that a working wiki does not give; `silent` is none at all,
 * as while services start.
 */
export type WikiAnswer =
  | { readonly state: 'ready' }
  | { readonly state: 'wrong'; readonly said: string }
  | { readonly state: 'silent'; readonly said: string };

/** The first request to a version has to compile it; on a busy machine that takes long. Seconds. */
const patience = 60;

const siteinfo = z.object({ query: z.object({ general: z.object({ wikiid: z.string() }) }) });
/** What a private wiki says to everybody who is not logged in. */
const readDenied = z.object({ error: z.object({ code: z.literal('readapidenied') }) });
const tokens = z.object({ query: z.object({ tokens: z.object({ logintoken: z.string() }) }) });
const login = z.object({ clientlogin: z.object({ status: z.string(), message: z.string().optional() }) });

/** Whether the wiki says through its API that it is the one that should be there; a private one may keep that to itself. */
export async function askSiteinfo(http: Http, wiki: Wiki, signal: AbortSignal): Promise<WikiAnswer> {
  const url = `${wiki.api}?action=query&meta=siteinfo&format=json&formatversion=2`;
  const answer = await http.send({ url, seconds: patience, signal });
  if (!answer.ok) return { state: 'silent', said: answer.failure.why ?? answer.failure.what };
  if (readDenied.safeParse(jsonOf(answer.value)).success) return { state: 'ready' };
  const info = siteinfo.safeParse(jsonOf(answer.value));
  if (!info.success) return wrong(answer.value);
  const { wikiid } = info.data.query.general;
  if (wikiid === wiki.dbname) return { state: 'ready' };
  return { state: 'wrong', said: `it is the wiki ${wikiid}` };
}

/** Whether the wiki's API answers within so many seconds. */
export async function isAnswering(
  http: Http,
  wiki: Wiki,
  seconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  const url = `${wiki.api}?action=query&meta=siteinfo&format=json`;
  const answer = await http.send({ url, seconds, signal });
  return answer.ok && answer.value.status === 200;
}

/** Whether the sysop can log in. */
export async function askLogin(
  http: Http,
  wiki: Wiki,
  password: string,
  signal: AbortSignal,
): Promise<WikiAnswer> {
  const query = '?action=query&meta=tokens&type=login&format=json&formatversion=2';
  const first = await http.send({ url: `${wiki.api}${query}`, seconds: patience, signal });
  if (!first.ok) return { state: 'silent', said: first.failure.what };
  const token = tokens.safeParse(jsonOf(first.value));
  if (!token.success) return wrong(first.value);
  const form = {
    action: 'clientlogin',
    format: 'json',
    formatversion: '2',
    username: accountNames.sysop,
    password,
    logintoken: token.data.query.tokens.logintoken,
    loginreturnurl: wiki.url,
  };
  const headers = { cookie: first.value.cookies.join('; ') };
  const second = await http.send({ url: wiki.api, form, headers, seconds: patience, signal });
  if (!second.ok) return { state: 'silent', said: second.failure.what };
  const result = login.safeParse(jsonOf(second.value));
  if (!result.success) return wrong(second.value);
  const { status, message } = result.data.clientlogin;
  if (status === 'PASS') return { state: 'ready' };
  return { state: 'wrong', said: `${accountNames.sysop} cannot log in: ${message ?? status}` };
}

function wrong({ status, body }: HttpAnswer): WikiAnswer {
  return { state: 'wrong', said: `HTTP ${status}: ${readableText(body)}` };
}

/** The visible text of a page, shortened. */
function readableText(body: string): string {
  const text = body
    .replace(/<(style|script|title)\b.*?<\/\1>/gis, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > 400 ? `${text.slice(0, 400)}…` : text || 'an empty page';
}

function jsonOf({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
