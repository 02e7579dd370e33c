import { z } from 'zod';
import { parseJson } from '../system/parse-json.ts';
import type { LogEntry, LogOrigin } from './log-entry.ts';
import { framesOf, placeOf } from './place.ts';
import { readLines } from './read-lines.ts';
import { decodeTest } from './requests.ts';

/** A mail that a wiki wanted to send. */
export interface Mail {
  /** Its place in the track's mails, from 1. */
  readonly number: number;
  readonly time: string;
  readonly wiki: string;
  readonly requestId?: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** One text, or the parts by their kind. */
  readonly body: string | Readonly<Record<string, string>>;
}

const mailSchema = z.object({
  time: z.iso.datetime({ offset: true }),
  service: z.string().nullish(),
  wiki: z.string(),
  reqId: z.string().nullish(),
  test: z.string().nullish(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  body: z.union([z.string(), z.record(z.string(), z.string())]),
  trace: z.string().nullish(),
});

type Line = z.infer<typeof mailSchema>;

/** Reads `mail.ndjson`, the newest last; lines that are no mail are left out. None when there is no such file. */
export async function readMails(path: string): Promise<readonly Mail[]> {
  const mails: Mail[] = [];
  for await (const line of readLines(path)) {
    const { data } = mailSchema.safeParse(parseJson(line ?? ''));
    if (!data) continue;
    const { time, wiki, reqId, from, to, subject, body } = data;
    const mail = { time, wiki, from, to, subject, body, ...(reqId && { requestId: reqId }) };
    mails.push({ number: mails.length + 1, ...mail });
  }
  return mails;
}

/** A mail as a line of the log: who wanted it sent, and its subject, whose template leaves out titles and names. */
export function readMailLine(line: string, origin: LogOrigin): LogEntry | undefined {
  const { data } = mailSchema.safeParse(parseJson(line));
  if (!data) return undefined;
  const { time, service, wiki, reqId, test, subject, trace } = data;
  const place = trace && placeOf([...framesOf(trace)].filter(({ file }) => !mailCode.test(file)));
  return {
    ...origin,
    ...(service && { service }),
    wiki,
    ...(reqId && { requestId: reqId }),
    ...(test && { test: decodeTest(test), correlation: 'exact' }),
    time: new Date(time).toISOString(),
    level: 'info',
    message: `mail: ${subject}`,
    normalizedMessage: `mail: ${subjectTemplate(data)}`,
    ...(place && { place }),
    ...(trace && { trace }),
  };
}

/** Code through which every mail goes. */
const mailCode = /(?:^|\/)(?:UserMailer|Emailer|Hook(?:Container|Runner)|MWException|functions)\.php$/;

/** The subject without what differs from mail to mail: who is written to, and the pages and users that the body links. */
function subjectTemplate({ subject, body, from, to }: Line): string {
  const text = typeof body === 'string' ? body : Object.values(body).join('\n');
  const values = [...[from, ...to].map(nameOfAddress), ...linkedTitles(text)]
    .filter((value) => value.length >= 3)
    .sort((a, b) => b.length - a.length);
  return values.reduce((rest, value) => rest.replaceAll(value, '{…}'), subject);
}

/** `"Tester" <t@x>` and `Tester <t@x>` are from Tester. */
function nameOfAddress(address: string): string {
  return address
    .replace(/<[^>]*>/, '')
    .replaceAll('"', '')
    .trim();
}

function linkedTitles(text: string): readonly string[] {
  const links = text.matchAll(/[?&/](?:wiki\/|(?:title|page|target)=)([^\s?&#<>"]+)/g);
  return [...new Set([...links].map(([, title = '']) => title))].flatMap((link) => {
    const title = decodeTest(link).replaceAll('_', ' ');
    return [title, title.replace(/^[^:]*:/, '')];
  });
}
