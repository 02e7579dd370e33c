import { z } from 'zod';
import type { LoggedRequest, RequestKind } from '../core/log-record.ts';
import { parseJson } from '../system/parse-json.ts';

const accessSchema = z.object({
  epoch: z.number().nullish(),
  time: z.string().nullish(),
  request_id: z.string(),
  wiki: z.string().nullish(),
  method: z.string().default(''),
  uri: z.string().default(''),
  status: z.number(),
  seconds: z.number().default(0),
  test: z.string().nullish(),
});

/** Reads a line of `access.ndjson` (written by `edge.conf`); undefined when it is not one. */
export function readRequest(line: string): LoggedRequest | undefined {
  const { data } = accessSchema.safeParse(parseJson(line));
  const at = data && timeOf(data);
  if (!at) return undefined;
  const { request_id, wiki, method, uri, status, seconds, test } = data;
  return {
    time: at,
    requestId: request_id,
    ...(wiki && { wiki }),
    ...(test && { test: decodeTest(test), correlation: 'exact' }),
    kind: requestKind(method, uri),
    method,
    path: uri,
    status,
    seconds,
  };
}

function timeOf({ epoch, time }: z.infer<typeof accessSchema>): string | undefined {
  const at = new Date(epoch ? epoch * 1000 : (time ?? ''));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** A test's name as the header has it; as it is when it is no name of ours. */
export function decodeTest(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}

/** What a request is for, as far as its address tells: what the API is asked to do is not in it. */
export function requestKind(method: string, path: string): RequestKind {
  const { pathname, searchParams } = new URL(
    path.startsWith('/') ? path.replace(/^\/+/, '/') : '/',
    'http://wiki',
  );
  if (pathname === '/w/load.php') return 'load';
  if (pathname === '/w/api.php') return 'api';
  if (/^\/w\/rest\.php(\/|$)/.test(pathname)) return 'rest';
  if (!/^\/(?:w\/index\.php(?:\/.*)?|wiki(?:\/.*)?|w\/?)?$/.test(pathname)) return 'other';
  const isEdit = method === 'POST' || ['edit', 'submit'].includes(searchParams.get('action') ?? '');
  return isEdit ? 'edit' : 'page view';
}

export function countKinds(requests: Iterable<LoggedRequest>): Readonly<Record<RequestKind, number>> {
  const counts = { 'page view': 0, edit: 0, api: 0, rest: 0, load: 0, other: 0 };
  for (const { kind } of requests) counts[kind] += 1;
  return counts;
}

export function countByTest(requests: Iterable<LoggedRequest>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { test } of requests) if (test) counts.set(test, (counts.get(test) ?? 0) + 1);
  return Object.fromEntries(counts);
}
