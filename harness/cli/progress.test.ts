import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { AttemptStatus } from '../core/result.ts';
import type { RunEventBody } from '../core/run-record.ts';
import { MemoryStream } from '../testing/memory-stream.ts';
import { createProgress } from './progress.ts';

const clock = { now: () => new Date(0), seconds: () => 0 };

function attempt(status: AttemptStatus): RunEventBody {
  const test = { suite: 'api', file: 'edit.spec.ts', titlePath: ['saves'], project: 'api' };
  return {
    type: 'attempt',
    attempt: { test, track: 'next', purpose: 'first', status, startedAt: '', seconds: 1, attachments: [] },
  };
}

const suite = { track: 'next', suite: 'api', purpose: 'first' } as const;
const events: readonly RunEventBody[] = [
  { type: 'phase-started', track: 'train', phase: 'fetch' },
  { type: 'phase-finished', track: 'train', phase: 'fetch', seconds: 3.21 },
  { type: 'suite-started', ...suite },
  attempt('passed'),
  attempt('passed'),
  attempt('failed'),
  { type: 'suite-finished', ...suite, seconds: 61 },
  {
    type: 'failed',
    track: 'next',
    phase: 'build',
    failure: { kind: 'infrastructure', what: 'No space.', next: 'Free some.' },
  },
];

async function shown(stream: MemoryStream): Promise<string> {
  const progress = await createProgress(stream, clock);
  for (const event of events) progress.show(event);
  progress.end();
  return stripVTControlCharacters(stream.text).replace(/ +/g, ' ');
}

test('without a terminal every change is one line', async () => {
  expect((await shown(new MemoryStream())).trimEnd().split('\n')).toEqual([
    '· train fetch started',
    '✔ train fetch 3.2 s',
    '· next api started',
    '✖ next api 61 s 2 passed, 1 failed',
    '✖ next build No space. Free some.',
  ]);
});

test('on a terminal finished phases stay and show their counts', async () => {
  const text = await shown(new MemoryStream(true));
  expect(text).toContain('✔ train fetch 3.2 s');
  expect(text).toContain('✖ next api 61 s 2 passed, 1 failed');
});
