import { readFile, readlink } from 'node:fs/promises';

/** What tells a process from every other, also from one that has its id later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in ticks since the system did. Empty without /proc: then the id has to do. */
  readonly started: string;
}

/** A process, and where its id means it: under one run of one kernel, and within one space of ids of that. */
export interface PlacedProcess extends ProcessIdentity {
  readonly place: string;
}

export async function identify(pid: number): Promise<ProcessIdentity> {
  return { pid, started: (await readStat(pid)).started };
}

export async function thisProcess(): Promise<PlacedProcess> {
  return { ...(await identify(process.pid)), place: await thisPlace() };
}

/** Of this place. What has ended and waits for somebody to take note of it does not run. */
export async function isRunning({ pid, started }: ProcessIdentity): Promise<boolean> {
  if (!isThere(pid)) return false;
  const now = await readStat(pid);
  return now.started === started && now.state !== 'Z';
}

/** False also where that cannot be known from here. */
export async function isSurelyGone({ place, ...identity }: PlacedProcess): Promise<boolean> {
  return place === (await thisPlace()) && !(await isRunning(identity));
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function readStat(pid: number): Promise<{ readonly state: string; readonly started: string }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name of the program before it may have spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', started: fields[19] ?? '' };
}

async function thisPlace(): Promise<string> {
  const [boot, space] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ]);
  return [boot.trim(), space.replace(/\D/g, '')].filter(Boolean).join('.');
}
