import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { isMissing } from '../system/files.ts';
import type { Home } from '../system/home.ts';
import { type Lock, livingHolder, tryLock } from '../system/lock.ts';
import type { Surroundings } from './surroundings.ts';

/** What is done to a track, or with it, by one process at a time: the command that the user typed. */
export type Work = 'up' | 'down' | 'reset' | 'test';

/** Held while a track of an environment is worked on, so that nobody else changes, tests or sweeps it. */
export async function lockEnvironment(
  home: Home,
  environment: string,
  track: Track,
  work: Work,
): Promise<Outcome<Lock>> {
  const lock = await tryLock(lockPath(home, environment, track), work);
  if (!('holder' in lock)) return ok(lock);
  return failed({
    kind: 'usage',
    what: `The environment ${environment} (${track}) is in use: process ${lock.holder} is at \`gm1 ${lock.work ?? 'up'}\`.`,
    next: 'Wait until that has ended, or end it.',
  });
}

/** Held while a seed is being made; waits while another process makes it. */
export async function lockSeed(
  { home, pause }: Pick<Surroundings, 'home' | 'pause'>,
  environment: string,
  signal: AbortSignal,
): Promise<Outcome<Lock>> {
  while (!signal.aborted) {
    const lock = await tryLock(lockPath(home, environment, 'seed'));
    if (!('holder' in lock)) return ok(lock);
    await pause(0.2, signal);
  }
  return failed(interrupted);
}

/** The environments that a living process is making. */
export async function lockedEnvironments(home: Home): Promise<readonly string[]> {
  const paths = await lockFiles(locksDirectory(home));
  const held = await Promise.all(
    paths.map(async (path) => ((await livingHolder(join(locksDirectory(home), path))) ? [path] : [])),
  );
  return [...new Set(held.flat().map((path) => path.split('/')[0] ?? ''))];
}

function locksDirectory(home: Home): string {
  return join(home.root, 'locks');
}

function lockPath(home: Home, environment: string, work: Track | 'seed'): string {
  return join(locksDirectory(home), environment, work);
}

/** Relative to the directory, `environment/work`. */
async function lockFiles(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory, { recursive: true })).filter((path) => path.includes('/'));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
