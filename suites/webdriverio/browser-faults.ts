import type { NotedFault } from '../fixtures/browser-fault.ts';

/** A line of ChromeDriver's log of the browser. */
export interface BrowserLogEntry {
  readonly level: string;
  readonly source?: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/** What ChromeDriver's log of the browser tells, as the attachment `browser-log` has it; it knows no ids of requests. */
export function browserFaults(entries: readonly BrowserLogEntry[]): readonly NotedFault[] {
  return entries.filter(({ level }) => level === 'SEVERE').map(toFault);
}

function toFault({ source, message, timestamp }: BrowserLogEntry): NotedFault {
  const [, url = '', rest = message] = /^(\S+) (?:- |\d+:\d+ )?(.*)$/s.exec(message) ?? [];
  return { ...told(source, unquoted(rest)), url, time: new Date(timestamp).toISOString() };
}

function told(source: string | undefined, text: string): Pick<NotedFault, 'kind' | 'text'> {
  if (source === 'javascript') return { kind: 'uncaught exception', text: text.replace(/^Uncaught /, '') };
  if (source !== 'network') return { kind: 'console error', text };
  const status = /status of (\d+)/.exec(text)?.[1];
  const kind = Number(status) >= 500 ? 'server error' : 'failed load';
  return { kind, text: status ? `${status} for a part of the page` : text };
}

/** Console messages come as JSON texts. */
function unquoted(text: string): string {
  try {
    return text.startsWith('"') ? String(JSON.parse(text)) : text;
  } catch {
    return text;
  }
}
