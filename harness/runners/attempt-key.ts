import type { Attempt } from '../core/result.ts';

/** What an attempt and its Allure result file have in common: title and start. */
export function attemptKey({ test, startedAt }: Pick<Attempt, 'test' | 'startedAt'>): string {
  return resultKey(test.titlePath.at(-1) ?? test.file, Date.parse(startedAt));
}

/** As `attemptKey()`, of a result file's name and its start in milliseconds since 1970. */
export function resultKey(name: string, start: number): string {
  return `${Math.trunc(start)} ${name}`;
}
