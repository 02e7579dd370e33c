import { mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** A file system in memory that a test fills up. Needs root. */
export class SmallDisk implements AsyncDisposable {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(directory: string, megabytes: number): Promise<SmallDisk> {
    await mkdir(directory, { recursive: true });
    await execa('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'gm1-test', directory]);
    return new SmallDisk(directory);
  }

  fillUp(free: number): Promise<void> {
    return fillUp(this.directory, free);
  }

  makeRoom(): Promise<void> {
    return makeRoom(this.directory);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await execa('umount', [this.directory]);
  }
}

/** Leaves the file system of a folder so many megabytes, while others may write there. Needs no root. */
export async function fillUp(directory: string, free: number): Promise<void> {
  for (let tries = 1; ; tries++) {
    const { bavail, bsize } = await statfs(directory);
    const bytes = bavail * bsize - free * 2 ** 20;
    const { failed, stderr } = await execa('fallocate', ['-l', String(bytes), join(directory, 'filler')], {
      reject: false,
    });
    if (!failed) return;
    if (tries === 10) throw new Error(`${directory} could not be filled: ${stderr}`);
  }
}

/** Takes back what `fillUp` did. */
export async function makeRoom(directory: string): Promise<void> {
  await rm(join(directory, 'filler'));
}
