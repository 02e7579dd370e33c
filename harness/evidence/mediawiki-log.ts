import { z } from 'zod';
import type { LogRecord } from '../core/log-record.ts';
import { levelClass } from '../core/signature.ts';
import type { Track } from '../core/track.ts';
import { parseJson } from '../system/parse-json.ts';
import { relate } from './fault-names.ts';
import { type Logged, originOf } from './logged.ts';
import { type Frame, framesOf, placeOf } from './place.ts';
import { decodeTest } from './requests.ts';

/** From what only a developer wants to know to what needs somebody at once. */
export const logLevels = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const;

const text = z.string().nullish();

const lineSchema = z.object({
  time: z.iso.datetime({ offset: true }),
  service: text,
  wiki: text,
  reqId: text,
  test: text,
  channel: z.string().min(1),
  level: z.string().toLowerCase().pipe(z.enum(logLevels)),
  message: z.string(),
  normalized_message: text,
  mwversion: text,
  url: text,
  exception: z
    .object({
      class: z.string(),
      message: z.string(),
      file: z.string(),
      line: z.number(),
      trace: text,
    })
    .nullish(),
  context: z.object({ job_type: text, job_error: text }).nullish().catch(undefined),
});

type Line = z.infer<typeof lineSchema>;

/** Reads a line of `mediawiki.ndjson` (written by `contained/…/Gm1/Logger.php`); undefined when it is not one. */
export function readMediaWikiLine(line: string, track: Track): Logged | undefined {
  const parsed = lineSchema.safeParse(parseJson(line));
  if (!parsed.success) return undefined;
  const { exception, context } = parsed.data;
  const record = toRecord(asJob(parsed.data), track);
  const related = relate(record.channel, record.message, exception, context?.job_error);
  if (!exception) return { record, ...related };
  return { record, ...related, origin: originOf(exception.file, exception.line, exception.message) };
}

/** A job that failed, in the words of all logs of jobs: MediaWiki puts its page and parameters into the template. */
function asJob(line: Line): Line {
  const { channel, level, context } = line;
  if (channel !== 'runJobs' || !context?.job_type || levelClass(level) !== 'error') return line;
  const message = `job ${context.job_type} failed: ${context.job_error ?? 'for no stated reason'}`;
  return { ...line, channel: 'job', message, normalized_message: undefined };
}

function toRecord(line: Line, track: Track): LogRecord {
  const { exception, service, wiki, reqId, test, normalized_message, mwversion, url } = line;
  const place = exception && placeOf(framesOfException(exception));
  return {
    time: line.time,
    track,
    channel: line.channel,
    level: line.level,
    message: line.message,
    ...(service && { service }),
    ...(wiki && { wiki }),
    ...(reqId && { requestId: reqId }),
    ...(test && { test: decodeTest(test), correlation: 'exact' }),
    ...(normalized_message && { normalizedMessage: normalized_message }),
    ...(mwversion && { version: mwversion }),
    ...(url && { url }),
    ...(exception && { exception: { class: exception.class, message: exception.message } }),
    ...(place && { place }),
    ...(exception?.trace && { trace: exception.trace }),
  };
}

function* framesOfException({ file, line, trace }: NonNullable<Line['exception']>): Generator<Frame> {
  yield { file, line };
  yield* framesOf(trace ?? '');
}
