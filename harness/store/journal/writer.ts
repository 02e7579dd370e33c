import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/**
 * The process that writes a journal. Its number is used again after its end, so it is told by its start too: the
 * system's boot and the ticks since then (proc(5), field 22 of `stat`), where the system says.
 */
export const writerSchema = z.object({
  pid: z.number().int().positive(),
  start: z.exactOptional(z.string()),
});

export type Writer = z.infer<typeof writerSchema>;

/** Knows whether the writer of a journal still lives. */
export interface Processes {
  self(): Promise<Writer>;
  isAlive(writer: Writer): Promise<boolean>;
}

export const systemProcesses: Processes = {
  async self() {
    const start = await startOf(process.pid);
    return { pid: process.pid, ...(start && { start }) };
  },
  async isAlive({ pid, start }) {
    return start === undefined ? answers(pid) : (await startOf(pid)) === start;
  },
};

/** Undefined when there is no such process, it has ended, or the system has no /proc. */
async function startOf(pid: number): Promise<string | undefined> {
  const [boot, stat] = await Promise.all([
    readProc('/proc/sys/kernel/random/boot_id'),
    readProc(`/proc/${pid}/stat`),
  ]);
  // The program's name, in brackets, may hold spaces and brackets itself.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  if (!boot || state === undefined || state === 'Z' || state === 'X') return undefined;
  return `${boot.trim()} ${fields[18]}`;
}

async function readProc(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
