import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { isMissing, readIfPresent } from './files.ts';
import { parseJson } from './parse-json.ts';
import type { Pause } from './pause.ts';
import { identify, isRunning } from './process-identity.ts';

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
  const draft = besides(path);
  await writeFile(draft, JSON.stringify({ ...(await identify(process.pid)), work }));
  try {
    for (;;) {
      if (await linkIfAbsent(draft, path))
        return { path, [Symbol.asyncDispose]: () => rm(path, { force: true }) };
      const text = await readIfPresent(path);
      if (text === undefined) continue;
      const holder = await holderIn(text);
      if (holder) return holder;
      await removeStale(path, text);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes the lock that holds this text, and none that somebody has taken meanwhile. */
async function removeStale(path: string, text: string): Promise<void> {
  const aside = besides(path);
  try {
    await rename(path, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  if ((await readIfPresent(aside)) !== text) await linkIfAbsent(aside, path);
  await rm(aside, { force: true });
}

function besides(path: string): string {
  return `${path}.${process.pid}.${crypto.randomUUID()}`;
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
  const text = await readIfPresent(path);
  return text === undefined ? undefined : (await holderIn(text))?.holder;
}

async function holderIn(text: string): Promise<Holder | undefined> {
  const content = lockContent.safeParse(parseJson(text));
  if (!content.success) return undefined;
  const { pid, started, work } = content.data;
  if (!(await isRunning({ pid, started }))) return undefined;
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
