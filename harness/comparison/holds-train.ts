import type { LogRecord } from '../core/log-record.ts';
import { levelClass } from '../core/signature.ts';

const errorChannels: ReadonlySet<string> = new Set(['error', 'exception', 'fatal', 'php', 'deprecated']);

/**
 * Whether a line that only next writes, or writes far more often, holds a train. Wikitech, "Holding the train": any new
 * error message. A new warning of another channel is shown, but does not gate: many depend on timing.
 */
export function holdsTrain(record: LogRecord): boolean {
  return levelClass(record.level) === 'error' || errorChannels.has(record.channel) || isDeprecation(record);
}

/** As PHP, MediaWiki's handler of PHP's errors and its channel of that name mark them. */
export function isDeprecation({ channel, message, normalizedMessage }: LogRecord): boolean {
  return channel === 'deprecated' || /\bPHP Deprecated: /.test(normalizedMessage ?? message);
}

/** A mail that a wiki tried to send: no fault, but that it is not sent any more is one that nothing else shows. */
export function isMail({ channel }: LogRecord): boolean {
  return channel === 'mail';
}
