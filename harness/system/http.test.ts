import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { systemHttp } from './http.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('a server error is an answer, with its body and cookies', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(500, { 'set-cookie': ['a=1; Path=/; HttpOnly', 'b=2'] }).end('broken');
  });
  expect(await systemHttp.send({ url, seconds: 5 })).toEqual({
    ok: true,
    value: { status: 500, body: 'broken', cookies: ['a=1', 'b=2'] },
  });
});

test('a form is posted', async () => {
  const url = await serve(async (request, response) => {
    const chunks = await request.toArray();
    response.end(`${request.method} ${chunks.join('')} ${request.headers.cookie}`);
  });
  const answer = await systemHttp.send({ url, form: { a: 'b c' }, headers: { cookie: 'x=y' }, seconds: 5 });
  expect(answer).toMatchObject({ value: { body: 'POST a=b+c x=y' } });
});

test('a redirect is an answer', async () => {
  const url = await serve((_request, response) => response.writeHead(302, { location: '/x' }).end());
  expect(await systemHttp.send({ url, seconds: 5 })).toMatchObject({ value: { status: 302 } });
});

test('a closed port is a failure that names the address', async () => {
  const answer = await systemHttp.send({ url: 'http://127.0.0.1:1/', seconds: 5 });
  expect(answer).toMatchObject({ failure: { what: 'http://127.0.0.1:1/ did not answer.' } });
});

test('a server that is silent is a failure that names the limit', async () => {
  const url = await serve(() => {});
  const answer = await systemHttp.send({ url, seconds: 0.1 });
  expect(answer).toMatchObject({ failure: { what: `${url} did not answer within 0.1 s.` } });
});

test('an aborted request reads as interrupted', async () => {
  const url = await serve(() => {});
  const answer = await systemHttp.send({ url, seconds: 5, signal: AbortSignal.abort() });
  expect(answer).toMatchObject({ failure: { kind: 'interrupted' } });
});
