import { formatSeconds } from '../../reports/model/measures.ts';
import type { WikiSeconds } from '../environment/availability.ts';

/** `unavailable: testwiki 1.2 s, testrtlwiki 0.0 s`. */
export function secondsText(what: string, wikis: readonly WikiSeconds[]): string {
  return `${what}: ${wikis.map(({ dbname, seconds }) => `${dbname} ${formatSeconds(seconds)}`).join(', ')}`;
}
