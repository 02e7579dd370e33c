import type { RunEvent } from '../../core/run-record.ts';
import { readIfPresent } from '../../system/files.ts';
import { parseJson } from '../../system/parse-json.ts';
import { eventSchema } from './event-schema.ts';

export interface ReadEvents {
  readonly events: readonly RunEvent[];
  /** Number of the first line that is not an event, from 1; absent when the journal is whole so far. */
  readonly damagedLine?: number;
}

/** Reads a journal as far as it goes; one that is not there is empty. */
export async function readEvents(path: string): Promise<ReadEvents> {
  return parseEvents((await readIfPresent(path)) ?? '');
}

/**
 * A last line without its end is still being written or was cut off. What follows a damaged line is left: a failure
 * could be missing before it, and the rest would look better than it is.
 */
export function parseEvents(text: string): ReadEvents {
  const events: RunEvent[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const event = eventSchema.safeParse(parseJson(line));
    if (!event.success) return { events, damagedLine: events.length + 1 };
    events.push(event.data);
  }
  return { events };
}
