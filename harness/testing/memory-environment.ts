import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { BuildRecord } from '../core/build-record.ts';
import { failed, ok } from '../core/failure.ts';
import type { EnsureUpInput } from '../environment/ensure-up.ts';
import type { Surroundings } from '../environment/surroundings.ts';
import { homeAt } from '../system/home.ts';
import type { HttpAnswer, HttpRequest } from '../system/http.ts';
import { MemoryProvider } from './memory-provider.ts';
import { sampleBuild, sampleDefinition } from './sample-run.ts';
import { simulatedTime } from './simulated-time.ts';

const endpoints = z.object({ wikis: z.array(z.object({ dbname: z.string(), api: z.string() })) });

type Answer = (request: HttpRequest) => Partial<HttpAnswer> | undefined;

/** The environment `demo` on a memory provider, with wikis that work unless a test says otherwise. */
export class MemoryEnvironment {
  readonly provider = new MemoryProvider();
  readonly around: Surroundings;
  readonly notices: string[] = [];
  /** Answers instead of the wikis, when it does. */
  answer: Answer = () => undefined;
  /** Whether the wikis are silent. */
  isSilent = () => false;

  private constructor(root: string) {
    const { clock, pause } = simulatedTime();
    this.around = {
      provider: this.provider,
      home: homeAt(root),
      http: { send: (request) => this.#send(request) },
      isPortFree: async () => true,
      freeBytes: async () => undefined,
      owner: 'me',
      clock,
      pause: async (seconds, signal) => {
        await pause(seconds, signal);
        await setImmediate();
      },
    };
  }

  static async create(): Promise<MemoryEnvironment> {
    return new MemoryEnvironment(await mkdtemp(join(tmpdir(), 'gm1-memory-')));
  }

  input(version: string, more: Partial<EnsureUpInput> = {}): EnsureUpInput {
    return {
      definition: { ...sampleDefinition, name: 'demo' },
      environment: 'demo',
      build: buildOf(version),
      servicesImage: { ref: 'gm1/services:1', digest: 'sha256:services' },
      keepSchema: false,
      listener: { started: () => {}, finished: () => {} },
      onNotice: (text) => this.notices.push(text),
      signal: new AbortController().signal,
      ...more,
    };
  }

  /** The image of each service that runs. */
  get images(): Readonly<Record<string, string>> {
    const running = this.provider.services.filter(
      ({ state, environment }) => state === 'running' && environment === 'demo',
    );
    return Object.fromEntries(running.map(({ service, image }) => [service, image]));
  }

  async #send(request: HttpRequest) {
    if (this.isSilent()) return failed({ kind: 'infrastructure', what: 'No answer.', next: '' });
    const answer = this.answer(request) ?? (await this.#work(request));
    return ok({ status: 200, body: '', cookies: [], ...answer });
  }

  async #work({ url, form }: HttpRequest): Promise<Partial<HttpAnswer>> {
    if (form) return { body: JSON.stringify({ clientlogin: { status: await this.#logIn(form.password) } }) };
    if (url.includes('meta=tokens')) return { body: '{"query":{"tokens":{"logintoken":"t"}}}' };
    return { body: JSON.stringify({ query: { general: { wikiid: await this.#wikiAt(url) } } }) };
  }

  async #logIn(password: string | undefined): Promise<string> {
    return password === (await this.#read('secrets/sysop')) ? 'PASS' : 'FAIL';
  }

  async #wikiAt(url: string): Promise<string | undefined> {
    const written = await this.#read('endpoints.json').catch(() => undefined);
    // Until the first start has ended there is the one wiki of the definition.
    if (written === undefined) return sampleDefinition.wikis[0]?.dbname;
    const { wikis } = endpoints.parse(JSON.parse(written));
    return wikis.find(({ api }) => url.startsWith(api))?.dbname;
  }

  #read(file: string): Promise<string> {
    return readFile(join(this.around.home.environments, 'demo/next', file), 'utf8');
  }
}

function buildOf(version: string): BuildRecord {
  const image = { ref: `gm1/mediawiki:${version}`, digest: `sha256:${version}` };
  return { ...sampleBuild('next'), version, image };
}
