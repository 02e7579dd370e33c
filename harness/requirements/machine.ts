import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { homedir, totalmem, userInfo } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import type { Outcome } from '../core/failure.ts';
import { type Clock, systemClock } from '../system/clock.ts';
import { type Command, systemCommand } from '../system/command.ts';
import { type Daemon, startDaemon } from '../system/daemon.ts';
import { freeBytes } from '../system/free-bytes.ts';
import type { Home } from '../system/home.ts';
import { systemPause } from '../system/pause.ts';
import { askEngine, type EngineAnswer } from './ask-engine.ts';

/** `debian` is any system with apt. */
export type Platform = 'debian' | 'linux' | 'macos';

/** This machine as far as requirements look at it. */
export interface Machine {
  readonly platform: Platform;
  /** How a program can be run as root: as we are, by sudo without a password, or not at all. */
  readonly authority: 'root' | 'sudo' | 'none';
  readonly user: { readonly name: string; readonly id: number; readonly home: string };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The project's folder. */
  readonly project: string;
  /** The state directory, `.gm1/`. */
  readonly state: string;
  readonly memoryBytes: number;
  /** Of the Node that runs us, `24.21.0`. */
  readonly nodeVersion: string;
  readonly command: Command;
  readonly clock: Clock;
  /** The path of a program, given by its name or absolute path; undefined when there is none. */
  find(program: string): Promise<string | undefined>;
  /** Of the file system that holds the path, or would hold it. */
  freeBytes(path: string): Promise<number>;
  /** Where Playwright puts the Chromium that it downloads. */
  playwrightsOwn(): Promise<string>;
  askEngine(address: string): Promise<EngineAnswer>;
  startDaemon(file: string, args: readonly string[], log: string): Promise<Outcome<Daemon>>;
  wait(seconds: number): Promise<void>;
}

/** The machine that this process runs on. */
export async function thisMachine(project: string, home: Home, env = process.env): Promise<Machine> {
  const { username, uid } = userInfo();
  const find = (program: string) => findProgram(program, env.PATH ?? '');
  return {
    platform: await findPlatform(find),
    authority: await findAuthority(uid),
    user: { name: username, id: uid, home: homedir() },
    env,
    project,
    state: home.root,
    memoryBytes: Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
    nodeVersion: process.versions.node,
    command: systemCommand,
    clock: systemClock,
    find,
    freeBytes: freeBytesAbove,
    playwrightsOwn,
    askEngine,
    startDaemon,
    wait: (seconds) => systemPause(seconds, new AbortController().signal),
  };
}

async function findPlatform(find: Machine['find']): Promise<Platform> {
  if (process.platform === 'darwin') return 'macos';
  return (await find('apt-get')) ? 'debian' : 'linux';
}

async function findAuthority(uid: number): Promise<Machine['authority']> {
  if (uid === 0) return 'root';
  const { exitCode } = await systemCommand.run('sudo', ['-n', 'true']);
  return exitCode === 0 ? 'sudo' : 'none';
}

/** Also looks where a plain user's PATH does not lead but daemons live. */
async function findProgram(program: string, path: string): Promise<string | undefined> {
  const folders = isAbsolute(program) ? [''] : [...path.split(delimiter), '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    const file = join(folder, program);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function freeBytesAbove(path: string): Promise<number> {
  const free = await freeBytes(path);
  if (free !== undefined) return free;
  if (path === dirname(path)) throw new Error(`Nobody can tell the free bytes of ${path}.`);
  return freeBytesAbove(dirname(path));
}

/** Loaded when it is asked for: it takes longer than all other detections together. */
async function playwrightsOwn(): Promise<string> {
  const playwright = await import('@playwright/test');
  return playwright.chromium.executablePath();
}
