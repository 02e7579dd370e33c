import { formatSeconds } from '../../reports/model/measures.ts';

const hour = 3600;
const day = 24 * hour;

/** Seconds that may be days: `40 min 00 s`, `26 h`, `5 d 3 h`. */
export function formatLong(seconds: number): string {
  if (seconds < 2 * hour) return formatSeconds(seconds);
  const hours = Math.round(seconds / hour);
  return seconds < 2 * day ? `${hours} h` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
