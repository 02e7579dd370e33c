import { z } from 'zod';
import type { LogLevel, LogRecord } from '../core/log-record.ts';
import { type Attempt, testName } from '../core/result.ts';
import { parseJson } from '../system/parse-json.ts';

/** The attachment of an attempt in which a browser suite tells what went wrong on its pages. */
export const browserLog = 'browser-log';

const faultSchema = z.object({
  kind: z.string(),
  text: z.string(),
  url: z.string(),
  time: z.iso.datetime().optional(),
  page: z.string().optional(),
  requestId: z.string().optional(),
});

type Fault = z.infer<typeof faultSchema>;

/** What is no log: looks of a page, and faults of this machine, are left to the test's own result. */
const levels: Readonly<Record<string, LogLevel>> = {
  'uncaught exception': 'error',
  'console error': 'error',
  'server error': 'error',
  'broken part': 'error',
  'failed load': 'warning',
};

/** The records of one attempt's attachment; none for what cannot be read. */
export function browserRecords(attachment: string, attempt: Attempt): readonly LogRecord[] {
  const faults = z.array(z.unknown()).safeParse(parseJson(attachment)).data ?? [];
  return faults.flatMap((one) => {
    const { data } = faultSchema.safeParse(one);
    const level = data && levels[data.kind];
    return level ? [toRecord(data, level, attempt)] : [];
  });
}

function toRecord(fault: Fault, level: LogLevel, attempt: Attempt): LogRecord {
  const { track, purpose, startedAt, test } = attempt;
  const { kind, url, page, requestId } = fault;
  const [what = '', ...stack] = fault.text.split('\n');
  const exception = kind === 'uncaught exception' ? thrown(what) : undefined;
  const place = placeInScript(stack);
  return {
    time: fault.time ?? startedAt,
    track,
    service: 'browser',
    channel: 'browser',
    level,
    message: `${kind}: ${what}${isLoad(kind) ? ` at ${pathOf(url)}` : ''}`,
    test: testName(test),
    correlation: 'exact',
    attempt: { purpose, startedAt },
    ...(requestId && { requestId }),
    ...(exception && { exception }),
    ...(place && { place }),
    ...(stack.length > 0 && { trace: stack.join('\n') }),
    url: isLoad(kind) || !page ? url : page,
  };
}

function isLoad(kind: string): boolean {
  return kind === 'server error' || kind === 'broken part' || kind === 'failed load';
}

/** Without what differs by track and wiki; a special page is named by its title. */
function pathOf(url: string): string {
  const address = URL.parse(url);
  if (!address) return url;
  const title = address.searchParams.get('title');
  return title?.startsWith('Special:') ? `${address.pathname}?title=${title}` : address.pathname;
}

function thrown(what: string): LogRecord['exception'] {
  const [, name = 'Error', message = what] = /^(?:Uncaught )?([A-Z]\w*): (.*)$/.exec(what) ?? [];
  return { class: name, message };
}

/** Of the first frame in a file of the tree; what load.php bundles is at no place that another version would have. */
function placeInScript(stack: readonly string[]): string | undefined {
  const files = stack.map((frame) => /\/static\/[^/]+\/([^\s?:)]+)[^\s:)]*:(\d+)(?::\d+)?\)?$/.exec(frame));
  const [, path, line] = files.find(Boolean) ?? [];
  return path && `${path}:${line}`;
}
