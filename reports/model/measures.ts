import { plainLine } from './plain-text.ts';

/** Seconds for a person: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 00 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  if (whole < 7200) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** Bytes as decimal megabytes, as registries count them. */
export function formatMegabytes(bytes: number): string {
  return `${formatCount(Math.round(bytes / 1e6))} MB`;
}

/** With a narrow space between thousands, read alike in every language. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** next / train. */
export function formatRatio(ratio: number): string {
  return `×${ratio.toFixed(2)}`;
}

/** A share with as many digits as it needs: `0.35 %`, `3.5 %`, `35 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent < 0.01) return 'under 0.01 %';
  const digits = percent < 1 ? 2 : percent < 10 ? 1 : 0;
  return `${percent.toFixed(digits)} %`;
}

export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `2026-08-27 02:14 UTC`; the text itself, made plain, when it is no time. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime())
    ? plainLine(iso)
    : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The same to the second. */
export function formatMoment(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime())
    ? plainLine(iso)
    : `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
