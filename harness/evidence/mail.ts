import { z } from 'zod';
import { parseJson } from '../system/parse-json.ts';
import { readLines } from './read-lines.ts';

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
  wiki: z.string(),
  reqId: z.string().nullish(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  body: z.union([z.string(), z.record(z.string(), z.string())]),
});

/** Reads `mail.ndjson`, the newest last; lines that are no mail are left out. None when there is no such file. */
export async function readMails(path: string): Promise<readonly Mail[]> {
  const mails: Mail[] = [];
  for await (const line of readLines(path)) {
    const { data } = mailSchema.safeParse(parseJson(line ?? ''));
    if (!data) continue;
    const { reqId, ...mail } = data;
    mails.push({ number: mails.length + 1, ...mail, ...(reqId && { requestId: reqId }) });
  }
  return mails;
}
