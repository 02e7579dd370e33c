import type { Logged } from './logged.ts';

interface Thrown {
  readonly class: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
}

/** What MediaWiki's handler of exceptions names in its log, so that lesser records are known to be about the same. */
function faultsOfException({ class: name, message, file, line }: Thrown): readonly string[] {
  const query = /\bError:? (\d+)\b/.exec(message)?.[1];
  const caller = /^Function: (.*)$/m.exec(message)?.[1];
  return [
    thrownName(name, message),
    placeName(file, line, message),
    ...(query && caller ? [queryName(query, caller)] : []),
    ...(message.startsWith('PHP Fatal Error') ? [endOfProcess] : []),
  ];
}

/** Channels whose record of an exception is the one to keep. */
const tellers: ReadonlySet<string> = new Set(['exception', 'error', 'fatal']);

/** How a record of MediaWiki relates to others of its request. */
export function relate(
  channel: string,
  message: string,
  exception: Thrown | null | undefined,
  jobError: string | null | undefined,
): Pick<Logged, 'tells' | 'repeats'> {
  if (exception && tellers.has(channel)) return { tells: faultsOfException(exception) };
  const [, errno, caller] = /^Error (\d+) from (.+?), /.exec(message) ?? [];
  if (errno && caller) return { repeats: queryName(errno, caller) };
  if (jobError) return { repeats: nameOfJobError(jobError) };
  if (channel === 'job') return { repeats: endOfProcess };
  if (exception?.message) return { repeats: placeName(exception.file, exception.line, exception.message) };
  return {};
}

/** As JobRunner writes it: `Class: message in FILE on line N`, before 1.40 without the place. */
function nameOfJobError(error: string): string {
  const [, name = '', message = ''] = /^([\w\\]+): (.*)$/s.exec(error) ?? [];
  return thrownName(name, message.replace(/ in \S+ on line \d+$/, ''));
}

function thrownName(name: string, message: string): string {
  return `thrown ${name}: ${message.trim()}`;
}

function placeName(file: string, line: number, message: string): string {
  return `at ${file}:${line} ${message.trim()}`;
}

function queryName(errno: string, caller: string): string {
  return `query ${errno} from ${caller.trim()}`;
}

const endOfProcess = 'the end of the process';
