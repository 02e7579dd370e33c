import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemCommand } from '../system/command.ts';

/** A file by its content, a program, or a link by its target. */
export type Planted = string | Uint8Array | { readonly program: string } | { readonly to: string };
export type PlantedFiles = Readonly<Record<string, Planted>>;

/** A git repository of a test, with the files that the test wants. */
export class ThrowAwayRepository implements AsyncDisposable {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(): Promise<ThrowAwayRepository> {
    const repository = new ThrowAwayRepository(await mkdtemp(join(tmpdir(), 'gm1-repository-')));
    await repository.git('init', '-q', '-b', 'master');
    for (const [name, value] of Object.entries({
      'user.name': 'x',
      'user.email': 'x@x',
      'core.autocrlf': 'false',
    }))
      await repository.git('config', name, value);
    return repository;
  }

  async git(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await systemCommand.run('git', ['-C', this.directory, ...args]);
    if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** Makes these the only files and gives the id of the tree. */
  async plant(files: PlantedFiles): Promise<string> {
    for (const name of await readdir(this.directory))
      if (name !== '.git') await rm(join(this.directory, name), { recursive: true });
    await plantFiles(this.directory, files);
    await this.git('add', '-A', '-f');
    return this.git('write-tree');
  }

  /** Makes these the only files and commits them. */
  async commit(files: PlantedFiles, subject = 'Change'): Promise<string> {
    await this.plant(files);
    await this.git('commit', '-q', '--allow-empty', '-m', subject);
    return this.git('rev-parse', 'HEAD');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

export async function plantFiles(directory: string, files: PlantedFiles): Promise<void> {
  for (const [name, planted] of Object.entries(files)) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await plantFile(path, planted);
  }
}

async function plantFile(path: string, planted: Planted): Promise<void> {
  if (typeof planted === 'string' || planted instanceof Uint8Array) return writeFile(path, planted);
  if ('to' in planted) return symlink(planted.to, path);
  await writeFile(path, planted.program);
  await chmod(path, 0o755);
}
