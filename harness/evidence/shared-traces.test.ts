import { expect, test } from 'vitest';
import type { Logged } from './logged.ts';
import { SharedTraces } from './shared-traces.ts';

function logged(message: string, trace?: string): Logged {
  const record = { time: '', track: 'next', channel: 'error', level: 'error', message } as const;
  return { record: { ...record, ...(trace !== undefined && { trace }) } };
}

test('each record keeps what it says and its trace, however many traces there are', () => {
  const traces = new SharedTraces();
  const all = Array.from({ length: 50_000 }, (_, at) => logged(`${at}`, `#0 a.php(${at % 25_000}): b()`));
  const shared = all.map((one) => traces.share(one));
  expect(
    shared.filter(({ record }, at) => JSON.stringify(record) !== JSON.stringify(all[at]?.record)),
  ).toEqual([]);
});

test('leaves a record without a trace as it is', () => {
  expect(new SharedTraces().share(logged('a'))).toEqual(logged('a'));
});
