import { expect, test, vi } from 'vitest';
import { systemCommand } from './command.ts';

/** Starts a child that ignores SIGTERM when told so, prints its id, and ends or waits. */
function parent(child: string, then: string): readonly string[] {
  return ['-c', `sh -c '${child} while :; do sleep 0.05; done' & echo $!; ${then}`];
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

test('a program that ends leaves none of its children behind', async () => {
  const { stdout, exitCode } = await systemCommand.run('sh', parent('exec >&- 2>&-;', 'exit 3'), {
    ownGroup: true,
  });
  expect(exitCode).toBe(3);
  expect(isAlive(Number(stdout))).toBe(false);
});

test('the signal ends a program with its children, also one that does not listen', async () => {
  const controller = new AbortController();
  let child = 0;
  const running = systemCommand.run('sh', parent('trap "" TERM; exec >&- 2>&-;', 'wait'), {
    ownGroup: true,
    signal: controller.signal,
    onLine: (line) => {
      child = Number(line);
    },
  });
  await vi.waitUntil(() => child > 0);
  expect(isAlive(child)).toBe(true);
  const start = performance.now();
  controller.abort();
  expect((await running).exitCode).toBeUndefined();
  expect(isAlive(child)).toBe(false);
  expect(performance.now() - start).toBeLessThan(7000);
}, 15_000);
