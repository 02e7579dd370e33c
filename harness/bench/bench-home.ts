import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { testName } from '../core/result.ts';
import { connectDocker } from '../providers/docker/docker-parts.ts';
import { systemCommand } from '../system/command.ts';
import { homeAt } from '../system/home.ts';
import { parseJson } from '../system/parse-json.ts';
import { type Measured, measure } from './measure.ts';
import { gm1, projectRoot } from './project.ts';

const image = z.object({ ref: z.string(), digest: z.string() });

const tracks = z.array(
  z.object({
    image,
    servicesImage: image,
    seed: z.string(),
    readySeconds: z.number(),
    phases: z.array(z.object({ name: z.string(), seconds: z.number() })),
    away: z.array(z.object({ dbname: z.string(), seconds: z.number() })).optional(),
    change: z
      .object({ unavailable: z.array(z.object({ dbname: z.string(), seconds: z.number() })).optional() })
      .optional(),
  }),
);
export type BenchTracks = z.infer<typeof tracks>;

const attempts = z.array(
  z.object({
    test: z.object({
      suite: z.string(),
      file: z.string(),
      titlePath: z.array(z.string()),
      project: z.string(),
    }),
    status: z.enum(['passed', 'failed', 'skipped']),
    seconds: z.number(),
  }),
);

/** One test that passed, and how long it took. */
export interface BenchTest {
  readonly name: string;
  readonly seconds: number;
}

export interface BenchDefinition {
  /** A folder beside the definition, or in `environments/`. */
  readonly config: string;
  readonly suites: readonly string[];
}

const statuses = z.array(z.object({ memory: z.number() }));

/** A home of its own with the caches of this checkout, so that nobody's environments are disturbed. */
export class BenchHome implements AsyncDisposable {
  readonly directory: string;
  readonly #environments = new Set<string>();
  readonly #seeds = new Set<string>();

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(): Promise<BenchHome> {
    const home = new BenchHome(await mkdtemp(join(tmpdir(), 'gm1-bench-')));
    await mkdir(join(projectRoot, '.gm1/cache'), { recursive: true });
    await symlink(join(projectRoot, '.gm1/cache'), join(home.directory, 'cache'));
    return home;
  }

  /** The path of a definition with such wikis. */
  async define(
    name: string,
    wikis: readonly string[],
    { config, suites }: BenchDefinition = { config: 'contained', suites: ['http'] },
  ): Promise<string> {
    const path = join(this.directory, `${name}.yaml`);
    const yaml = [
      `name: ${name}`,
      'tracks: { train: { debian: { suite: trixie } }, next: { debian: { suite: sid } } }',
      'runtime: { base: trixie }',
      `config: ${config}`,
      'languages: [en, he]',
      `wikis: { ${wikis.join(', ')} }`,
      `suites: [${suites.join(', ')}]`,
    ];
    await writeFile(path, `${yaml.join('\n')}\n`);
    this.#environments.add(path);
    return path;
  }

  /** What a command that changes an environment says of it, and how long it took. */
  async tracks(
    command: string,
    environment: string,
    ...args: readonly string[]
  ): Promise<Measured<BenchTracks>> {
    return measure(async () => {
      const said = await this.#run([0], command, '--environment', environment, '--json', ...args);
      const found = tracks.parse(parseJson(said));
      for (const { seed } of found) this.#seeds.add(seed);
      return found;
    });
  }

  /** The tests of the train that pass: the figure of one that fails, which is told, would be of something else. */
  async test(environment: string, ...args: readonly string[]): Promise<readonly BenchTest[]> {
    const said = await this.#run(
      [0, 1],
      'test',
      '--environment',
      environment,
      '--track',
      'train',
      '--json',
      ...args,
    );
    return attempts.parse(parseJson(said)).flatMap(({ test, status, seconds }) => {
      const name = testName(test);
      if (status === 'failed') console.log(`Failed in ${basename(environment, '.yaml')}: ${name}`);
      return status === 'passed' ? [{ name, seconds }] : [];
    });
  }

  down(environment: string): Promise<Measured<string>> {
    return measure(() => this.#run([0], 'down', '--environment', environment));
  }

  /** The working sets of all services of what is up, as `gm1 status` has them. Bytes. */
  async memory(environment: string): Promise<number> {
    // `status` knows environments by name alone.
    const name = basename(environment, '.yaml');
    const said = parseJson(await this.#run([0], 'status', '--environment', name, '--json'));
    return statuses.parse(said).reduce((sum, { memory }) => sum + memory, 0);
  }

  async #run(fine: readonly number[], ...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await systemCommand.run(gm1, args, {
      env: { ...process.env, GM1_HOME: this.directory },
    });
    if (!fine.includes(exitCode ?? -1))
      throw new Error(`gm1 ${args.join(' ')} ended with ${exitCode}:\n${stderr}`);
    return stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const environment of this.#environments) await this.down(environment);
    const docker = await connectDocker(homeAt(this.directory), systemCommand);
    if (docker.ok) for (const seed of this.#seeds) await docker.value.builder.remove(seed);
    await rm(this.directory, { recursive: true, force: true });
  }
}
