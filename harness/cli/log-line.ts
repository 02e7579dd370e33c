import { styleText } from 'node:util';
import { plainLine, plainText } from '../../reports/model/plain-text.ts';
import type { LogLevel } from '../core/log-record.ts';
import type { LogEntry } from '../evidence/log-entry.ts';

export interface LogLineOptions {
  /** Shows the trace below the line. */
  readonly trace: boolean;
  readonly colour: boolean;
  /** Names the test that asked. */
  readonly test?: boolean;
}

const colours: Readonly<Partial<Record<LogLevel, 'yellow' | 'red'>>> = {
  warning: 'yellow',
  error: 'red',
  critical: 'red',
  alert: 'red',
  emergency: 'red',
};

/** An entry for a person: time of day (UTC), service and channel, level, wiki, start of the request's id, message. */
export function logLine(entry: LogEntry, { trace, colour, test = false }: LogLineOptions): string {
  const { time, service, channel, level, wiki = '-', requestId = '-', message } = entry;
  const shade = colour ? colours[level] : undefined;
  const shown = level.padEnd(7);
  const line = [
    plainLine(time.slice(11, 23)).padEnd(12),
    plainLine(`${service}/${channel}`, 40).padEnd(18),
    shade ? styleText(shade, shown, { validateStream: false }) : shown,
    plainLine(wiki, 40).padEnd(15),
    plainLine(requestId, 64).slice(0, 8).padEnd(8),
    plainLine(message, 2000),
    ...(test && entry.test ? [`(${plainLine(entry.test, 300)})`] : []),
  ].join('  ');
  return trace && entry.trace ? `${line}\n${indented(entry.trace)}\n` : `${line}\n`;
}

function indented(trace: string): string {
  return plainText(trace, 100_000).trimEnd().replace(/^/gm, '    ');
}
