import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { MemoryStream } from '../../testing/memory-stream.ts';
import { attach } from './attach.ts';

const owner = { place: 'here', pid: 1, started: '2' };

/** A command that begins only after some questions, takes no size before, and echoes what is typed with its size. */
function slowCommand(questions: number) {
  const stream = new PassThrough();
  let [left, size] = [questions, 'none'];
  const exec = {
    start: async () => stream,
    resize: async ({ h, w }: { h: number; w: number }) => {
      left -= 1;
      if (left >= 0) throw new Error('the command does not run yet');
      size = `${h} ${w}`;
    },
    inspect: async () => ({ Running: false, ExitCode: 0 }),
  };
  const container = { inspect: async () => ({ Config: { Labels: {} } }), exec: async () => exec };
  return { container, sizeWhenTyped: () => size };
}

test('what is typed first meets a terminal that has its size, however late the command begins', async () => {
  const { container, sizeWhenTyped } = slowCommand(3);
  const stdin = new PassThrough();
  const sizes: string[] = [];
  stdin.on('data', () => sizes.push(sizeWhenTyped()));
  stdin.pause();
  stdin.end('stty size\n');
  const terminal = Object.assign(new EventEmitter(), { rows: 33, columns: 99 });
  const streams = { stdin, stdout: new MemoryStream(), stderr: new MemoryStream() };
  const attachment = { ...streams, terminal, signal: new AbortController().signal };
  expect(await attach({} as never, container as never, ['sh'], attachment, owner)).toBe(0);
  expect(sizes).toEqual(['33 99']);
});
