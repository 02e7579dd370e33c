type Parameters = Readonly<Record<string, string>>;

/** One visitor of one wiki: cookies, log-in and questions to the API, answers in format version 2. */
export class ApiSession {
  readonly #api: string;
  readonly #cookies = new Map<string, string>();

  constructor(api: string) {
    this.#api = api;
  }

  async get(parameters: Parameters): Promise<unknown> {
    return this.#send(`${this.#api}?${query(parameters)}`);
  }

  async post(parameters: Parameters): Promise<unknown> {
    return this.#send(this.#api, new URLSearchParams(query(parameters)));
  }

  async #send(url: string, body?: URLSearchParams): Promise<unknown> {
    const cookie = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...(body && { method: 'POST', body }), headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return answer.json();
  }
}

function query(parameters: Parameters): string {
  return new URLSearchParams({ format: 'json', formatversion: '2', ...parameters }).toString();
}
