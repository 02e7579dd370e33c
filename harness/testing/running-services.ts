import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { type ServiceName, serviceNames } from '../environment/services.ts';

export interface Executed {
  readonly exitCode: number;
  readonly output: string;
  readonly seconds: number;
}

const record = z.object({
  wikis: z.array(z.object({ dbname: z.string(), url: z.string(), api: z.string() })).min(1),
});

/** The containers of one track of an environment that `gm1 up` started, as its engine has them. */
export class RunningServices {
  readonly #directory: string;
  readonly #containers: ReadonlyMap<ServiceName, string>;

  private constructor(directory: string, containers: ReadonlyMap<ServiceName, string>) {
    this.#directory = directory;
    this.#containers = containers;
  }

  static async find(home: string, environment: string, track: 'train' | 'next'): Promise<RunningServices> {
    const found = serviceNames.map(async (service) => {
      const labels = [
        `gm1.home=${home}`,
        `gm1=${environment}`,
        `gm1.track=${track}`,
        `gm1.service=${service}`,
      ];
      const filters = labels.flatMap((label) => ['--filter', `label=${label}`]);
      const { stdout } = await execa('docker', ['ps', '-a', '-q', '--no-trunc', ...filters]);
      return [service, stdout.trim()] as const;
    });
    return new RunningServices(
      join(home, 'environments', environment, track),
      new Map(await Promise.all(found)),
    );
  }

  container(service: ServiceName): string {
    const id = this.#containers.get(service);
    if (!id) throw new Error(`There is no container of ${service}.`);
    return id;
  }

  /** Runs a script of bash as the service's user, or another. */
  async run(service: ServiceName, script: string, user?: string): Promise<Executed> {
    const start = performance.now();
    const who = user === undefined ? [] : ['--user', user];
    const command = ['exec', ...who, this.container(service), 'bash', '-c', script];
    const { exitCode, all } = await execa('docker', command, { all: true, reject: false });
    return { exitCode: exitCode ?? -1, output: all, seconds: (performance.now() - start) / 1000 };
  }

  /** Runs PHP within a wiki, as a maintenance script does. */
  async php(wiki: string, code: string): Promise<string> {
    const command = ['php', 'multiversion/MWScript.php', 'eval', `--wiki=${wiki}`];
    const { all } = await execa('docker', ['exec', '-i', this.container('app'), ...command], {
      input: code,
      all: true,
      reject: false,
    });
    return all;
  }

  /** The engine's name of a service's container. */
  async nameOf(service: ServiceName): Promise<string> {
    return this.#ask(service, '{{slice .Name 1}}');
  }

  async imageOf(service: ServiceName): Promise<string> {
    return this.#ask(service, '{{.Image}}');
  }

  async #ask(service: ServiceName, format: string): Promise<string> {
    const { stdout } = await execa('docker', ['inspect', this.container(service), '--format', format]);
    return stdout.trim();
  }

  async inspect(service: ServiceName): Promise<string> {
    return (await execa('docker', ['inspect', this.container(service)])).stdout;
  }

  async wikis() {
    return record.parse(JSON.parse(await readFile(join(this.#directory, 'record.json'), 'utf8'))).wikis;
  }

  /** What must be in no log: passwords of accounts and of the database, keys. */
  async secrets(): Promise<readonly string[]> {
    const folder = join(this.#directory, 'secrets');
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const own = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
    );
    const { output } = await this.run('app', 'cat /etc/gm1/secrets.json');
    const shared = Object.values(z.record(z.string(), z.string()).parse(JSON.parse(output)));
    return [...own.flatMap(stringsOf), ...shared].filter((secret) => secret.length >= 8);
  }

  /** Lines of a JSON log of the track. */
  async log(file: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { output } = await this.run('app', `cat /var/log/gm1/${file} 2>/dev/null`);
    const line = z.record(z.string(), z.unknown());
    return output
      .split('\n')
      .filter(Boolean)
      .map((text) => line.parse(JSON.parse(text)));
  }
}

/** A secret's file is the secret itself, or JSON with several. */
function stringsOf(content: string): readonly string[] {
  if (!/^[[{]/.test(content)) return [content.trim()];
  return [...content.matchAll(/"([^"]{8,})"(?!:)/g)].flatMap(([, text]) => text ?? []);
}
