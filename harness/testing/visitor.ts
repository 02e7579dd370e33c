import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

type Parameters = Readonly<Record<string, string | File>>;

const tokens = z.object({ query: z.object({ tokens: z.record(z.string(), z.string()) }) });

/** Somebody who is logged in to one wiki and speaks to its API. */
export class Visitor {
  readonly #api: string;
  readonly #cookies = new Map<string, string>();

  private constructor(api: string) {
    this.#api = api;
  }

  static async logIn(home: string, environment: string, api: string, persona: string, name: string) {
    const visitor = new Visitor(api);
    const password = await readFile(join(home, 'environments', environment, 'next/secrets', persona), 'utf8');
    const answer = await visitor.post({
      action: 'clientlogin',
      username: name,
      password,
      logintoken: await visitor.#token('login'),
      loginreturnurl: api,
    });
    if (!JSON.stringify(answer).includes('"PASS"')) throw new Error(JSON.stringify(answer));
    return visitor;
  }

  /** What the API answers, an error included. */
  async edit(title: string, text: string): Promise<unknown> {
    return this.post({ action: 'edit', title, text, token: await this.#token('csrf') });
  }

  async upload(filename: string, content: string): Promise<unknown> {
    const file = new File([content], filename);
    return this.post({ action: 'upload', filename, file, token: await this.#token('csrf') });
  }

  async post(parameters: Parameters): Promise<unknown> {
    const body = new FormData();
    const all: Parameters = { ...parameters, format: 'json', formatversion: '2' };
    for (const [name, value] of Object.entries(all)) body.set(name, value);
    return this.#ask(this.#api, { method: 'POST', body });
  }

  async #token(type: string): Promise<string> {
    const url = `${this.#api}?action=query&meta=tokens&type=${type}&format=json`;
    return tokens.parse(await this.#ask(url, {})).query.tokens[`${type}token`] ?? '';
  }

  async #ask(url: string, request: RequestInit): Promise<unknown> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...request, headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return answer.json();
  }
}
