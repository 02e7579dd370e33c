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

  /** Leaves so many megabytes free. */
  async fillUp(free: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.directory);
    await execa('fallocate', ['-l', String(bavail * bsize - free * 2 ** 20), join(this.directory, 'filler')]);
  }

  async makeRoom(): Promise<void> {
    await rm(join(this.directory, 'filler'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await execa('umount', [this.directory]);
  }
}
