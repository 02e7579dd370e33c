import { failed, type Outcome, ok } from '../core/failure.ts';

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The moment that `90s`, `5m`, `2h` or `1d` ago was, or that a time such as `2026-11-22T21:25Z` names. */
export function readSince(text: string, now: Date): Outcome<Date> {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const ago = Number(count) * (secondsOf[unit] ?? Number.NaN);
  const at = Number.isNaN(ago) ? Date.parse(/^\d{4}-/.test(text) ? text : '') : now.getTime() - ago * 1000;
  if (!Number.isNaN(new Date(at).getTime())) return ok(new Date(at));
  return failed({
    kind: 'usage',
    what: `--since ${JSON.stringify(text)} is no time.`,
    next: 'Give a length such as 90s, 5m, 2h or 1d, or a time such as 2026-11-22T21:25Z.',
  });
}
