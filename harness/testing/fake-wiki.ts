import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Endpoints } from '../core/endpoint.ts';

/** A web server that remembers what it was asked for. `/missing` is missing, `/held` is answered when released. */
export class FakeWiki implements AsyncDisposable {
  readonly visits: string[] = [];
  readonly #server: Server;
  readonly #url: string;
  #held: ServerResponse[] | undefined;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.#url = url;
    server.on('request', (request, response) => {
      this.visits.push(request.url ?? '');
      if (request.url === '/held' && this.#held) this.#held.push(response);
      else response.writeHead(request.url === '/missing' ? 404 : 200).end('<h1>A page</h1>');
    });
  }

  static async start(): Promise<FakeWiki> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The fake wiki has no port.');
    return new FakeWiki(server, `http://127.0.0.1:${address.port}`);
  }

  /** From now on `/held` gets no answer. */
  hold(): void {
    this.#held = [];
  }

  get endpoints(): Endpoints {
    const wiki = { dbname: 'testwiki', lang: 'en', shape: 'wikipedia' as const };
    return {
      environment: 'fake',
      track: 'next',
      scriptPath: '/w',
      secretKey: 'key',
      wikis: [{ ...wiki, url: this.#url, api: `${this.#url}/w/api.php` }],
      accounts: [{ persona: 'sysop', name: 'Admin', password: 'secret' }],
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
