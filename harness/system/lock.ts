import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readIfPresent } from './files.ts';
import { parseJson } from './parse-json.ts';
import type { Pause } from './pause.ts';

const lockContent = z.object({
  pid: z.int().positive(),
  started: z.string(),
  work: z.string().exactOptional(),
});

/** A lock on this machine that the end of its process releases, however it ended. */
export interface Lock extends AsyncDisposable {
  readonly path: string;
}

/** A living process that holds a lock, and what it said that it does. */
export interface Holder {
  readonly holder: number;
  readonly work?: string;
}

/** The lock, or the living process that holds it. The lock of a dead process is taken over. */
export async function tryLock(path: string, work?: string): Promise<Lock | Holder> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${crypto.randomUUID()}`;
  await writeFile(draft, JSON.stringify({ ...(await identity(process.pid)), work }));
  try {
    for (;;) {
      if (await linkIfAbsent(draft, path))
        return { path, [Symbol.asyncDispose]: () => rm(path, { force: true }) };
      const holder = await readHolder(path);
      if (holder) return holder;
      await rm(path, { force: true });
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** The lock, once nobody else holds it; `onWait` is told who does. Undefined when the signal ended the wait. */
export async function awaitLock(
  path: string,
  { pause, signal, onWait = () => {} }: LockWait,
): Promise<Lock | undefined> {
  for (let told = false; !signal.aborted; told = true) {
    const lock = await tryLock(path);
    if (!('holder' in lock)) return lock;
    if (!told) onWait(lock.holder);
    await pause(0.1, signal);
  }
  return undefined;
}

interface LockWait {
  readonly pause: Pause;
  readonly signal: AbortSignal;
  readonly onWait?: (holder: number) => void;
}

/** The process that holds the lock; undefined when nobody does or the one who did is dead. */
export async function livingHolder(path: string): Promise<number | undefined> {
  return (await readHolder(path))?.holder;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readIfPresent(path);
  const content = lockContent.safeParse(text === undefined ? undefined : parseJson(text));
  if (!content.success) return undefined;
  const { pid, started, work } = content.data;
  if (!isAlive(pid) || (await identity(pid)).started !== started) return undefined;
  return { holder: pid, ...(work !== undefined && { work }) };
}

async function linkIfAbsent(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A process id is used again, one with this start time is not. Without /proc the id has to do. */
async function identity(pid: number): Promise<{ readonly pid: number; readonly started: string }> {
  return { pid, started: await startTime(pid) };
}

async function startTime(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
