import { connect, createServer, type Socket } from 'node:net';

/** A socket to the engine that can be gone from one moment to the next. */
export async function relayEngine(path: string) {
  const sockets = new Set<Socket>();
  const asked = Promise.withResolvers<void>();
  const server = createServer((near) => {
    const far = connect('/var/run/docker.sock');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => other.destroy());
      socket.pipe(other);
    }
    asked.resolve();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const end = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { path, asked: asked.promise, end, [Symbol.asyncDispose]: async () => end() };
}
