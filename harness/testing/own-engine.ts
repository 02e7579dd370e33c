import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { Invocation } from './rig.ts';
import { fillUp, makeRoom } from './small-disk.ts';

const gm1 = join(import.meta.dirname, '../../gm1');

/**
 * Process number one of a space of processes, networks and mounts of its own. It runs the lines that it is sent; when
 * there are no more, all that runs in there ends with it, and of networks and mounts nothing is left.
 */
const world = `
read -r pid _ < /proc/self/stat
mount -t proc proc /proc
mount -t tmpfs gm1-test /run
mount -t tmpfs -o "size=$2m" gm1-test "$1"
ip link set lo up
echo "$pid"
while read -r line; do eval "$line" > /dev/null; echo "did $?"; done`;

/** Whether this machine, and this user, can have one. */
export function canHaveOwnEngine(): boolean {
  const folders = (process.env.PATH ?? '').split(':');
  const isThere = (program: string) => folders.some((folder) => existsSync(join(folder, program)));
  return process.getuid?.() === 0 && ['dockerd', 'ip', 'unshare', 'nsenter', 'fallocate'].every(isThere);
}

/** A container engine that only its test knows, and may kill and leave without room. */
export class OwnEngine implements AsyncDisposable {
  readonly #world: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #pid: string;
  readonly #directory: string;

  private constructor(world: ChildProcess, answers: AsyncIterator<string>, pid: string, directory: string) {
    this.#world = world;
    this.#answers = answers;
    this.#pid = pid;
    this.#directory = directory;
  }

  /** Its images and containers lie in memory, so many megabytes of it. */
  static async create(directory: string, megabytes: number): Promise<OwnEngine> {
    await mkdir(join(directory, 'storage'), { recursive: true });
    // Not that of the machine's engine, which may contradict the options.
    await writeFile(join(directory, 'daemon.json'), '{}');
    const apart = ['--mount', '--net', '--pid', '--fork', '--kill-child'];
    const script = ['bash', '-c', world, 'bash', join(directory, 'storage'), String(megabytes)];
    const child = spawn('unshare', [...apart, ...script], { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
    const engine = new OwnEngine(child, answers, String((await answers.next()).value), directory);
    try {
      await engine.start();
      return engine;
    } catch (error) {
      await engine[Symbol.asyncDispose]();
      throw error;
    }
  }

  async start(): Promise<void> {
    const options = [
      ...['--config-file', join(this.#directory, 'daemon.json'), '--host', this.#host],
      ...['--data-root', join(this.#directory, 'storage/engine'), '--exec-root', '/run/engine'],
      ...['--pidfile', '/run/engine.pid', '--exec-opt', 'native.cgroupdriver=cgroupfs'],
      ...['--cgroup-parent', `/${this.#cgroup}`],
    ];
    await this.#do(`dockerd ${options.join(' ')} >> ${this.log} 2>&1 & engine=$!`);
    for (const deadline = performance.now() + 60_000; performance.now() < deadline; await delay(50)) {
      const { exitCode } = await execa('docker', ['--host', this.#host, 'version'], { reject: false });
      if (exitCode === 0) return;
    }
    throw new Error(`The engine does not answer; see ${this.log}.`);
  }

  /** As a crash does: its containers go on without it. */
  async kill(): Promise<void> {
    await this.#do('kill -KILL $engine; wait $engine');
  }

  /** What the engine said. */
  get log(): string {
    return join(this.#directory, 'engine.log');
  }

  /** Gives it images of the machine's engine. */
  async load(images: readonly string[]): Promise<void> {
    const script = 'docker save "$@" | docker --host "$0" load';
    await execa('sh', ['-c', script, this.#host, ...images]);
  }

  async docker(...args: readonly string[]): Promise<string> {
    return (await execa('docker', ['--host', this.#host, ...args])).stdout;
  }

  /** Starts gm1 where the wikis of this engine are reached. */
  gm1(home: string, args: readonly string[], input = ''): Invocation {
    const env = { ...process.env, GM1_HOME: home, NO_COLOR: '1', DOCKER_HOST: this.#host };
    const child = spawn('nsenter', [`--net=/proc/${this.#pid}/ns/net`, gm1, ...args], { env });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    return new Invocation(child);
  }

  /** Leaves its storage so many megabytes. */
  fillUp(free: number): Promise<void> {
    return fillUp(this.#storage, free);
  }

  makeRoom(): Promise<void> {
    return makeRoom(this.#storage);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#world.exitCode === null) {
      this.#world.stdin?.end();
      await once(this.#world, 'exit');
    }
    await removeGroups('/sys/fs/cgroup', this.#cgroup);
  }

  /** From outside, where it is not mounted. */
  get #storage(): string {
    return join(`/proc/${this.#pid}/root`, this.#directory, 'storage');
  }

  get #host(): string {
    return `unix://${this.#directory}/engine.sock`;
  }

  get #cgroup(): string {
    return `gm1-test-${this.#pid}`;
  }

  async #do(line: string): Promise<void> {
    this.#world.stdin?.write(`${line}\n`);
    await this.#answers.next();
  }
}

/** The engine leaves the groups of containers that it did not see end. */
async function removeGroups(root: string, name: string): Promise<void> {
  for (const controller of ['', ...(await readdir(root))]) {
    const group = join(root, controller, name);
    if (!existsSync(group)) continue;
    const inside = await readdir(group, { withFileTypes: true });
    for (const each of inside) if (each.isDirectory()) await rmdir(join(group, each.name));
    await rmdir(group);
  }
}
