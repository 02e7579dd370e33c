import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const projectRoot = join(import.meta.dirname, '../..');

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Runs the real binary as a user would, with a history of its own. */
export class Rig implements AsyncDisposable {
  /** Free for the files of a test. */
  readonly directory: string;
  readonly home: string;

  private constructor(directory: string) {
    this.directory = directory;
    this.home = join(directory, 'home');
  }

  /** `own` caches begin empty and go with the rig; `shared` ones are those of this checkout. */
  static async create(caches: 'own' | 'shared'): Promise<Rig> {
    const rig = new Rig(await mkdtemp(join(tmpdir(), 'gm1-rig-')));
    await mkdir(rig.home);
    if (caches === 'own') return rig;
    const cache = join(projectRoot, '.gm1/cache');
    await mkdir(cache, { recursive: true });
    await symlink(cache, join(rig.home, 'cache'));
    return rig;
  }

  /** Writes an environment definition and gives its path. */
  async define(name: string, yaml: string): Promise<string> {
    const file = join(this.directory, `${name}.yaml`);
    await writeFile(file, yaml);
    return file;
  }

  gm1(...args: readonly string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  start(...args: readonly string[]): Invocation {
    return this.startWith('', ...args);
  }

  /** With this on standard input. */
  startWith(input: string | Buffer, ...args: readonly string[]): Invocation {
    const child = spawn(join(projectRoot, 'gm1'), args, {
      cwd: this.directory,
      env: { ...process.env, GM1_HOME: this.home, NO_COLOR: '1' },
    });
    // A command that needs no input may end before it has it.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    return new Invocation(child);
  }

  /** On a terminal of this size, on which somebody types this. */
  onTerminal(typed: string, rows: number, columns: number, ...args: readonly string[]): Invocation {
    const line = `stty rows ${rows} columns ${columns}; exec '${join(projectRoot, 'gm1')}' ${args.join(' ')}`;
    const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
      cwd: this.directory,
      env: { ...process.env, GM1_HOME: this.home },
    });
    child.stdin.write(typed);
    return new Invocation(child);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A `gm1` that is on its way. */
export class Invocation {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #watchers = new Set<() => void>();
  #stdout = '';
  #stderr = '';
  #over = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    const start = performance.now();
    child.stdout?.on('data', (chunk) => {
      this.#stdout += chunk;
      for (const watcher of this.#watchers) watcher();
    });
    child.stderr?.on('data', (chunk) => {
      this.#stderr += chunk;
      for (const watcher of this.#watchers) watcher();
    });
    this.ended = new Promise((resolve) => {
      child.on('close', (exitCode) => {
        this.#over = true;
        for (const watcher of this.#watchers) watcher();
        const seconds = (performance.now() - start) / 1000;
        resolve({ exitCode, stdout: this.#stdout, stderr: this.#stderr, seconds });
      });
    });
  }

  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until the progress says so; false when the process ended without it. */
  says(pattern: RegExp): Promise<boolean> {
    return this.#awaitText(() => pattern.test(this.#stderr));
  }

  /** The same for the result. */
  prints(pattern: RegExp): Promise<boolean> {
    return this.#awaitText(() => pattern.test(this.#stdout));
  }

  #awaitText(isThere: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        const found = isThere();
        if (!found && !this.#over) return;
        this.#watchers.delete(look);
        resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }
}
