import { createRequire, Module } from 'node:module';

const fromLibrary = createRequire(import.meta.resolve('testcontainers/build/container-runtime/index.js'));

/**
 * Lets dockerode load its sessions with BuildKit, which gm1 never opens, when one is opened, not at once: gRPC below
 * them is a third of what connecting to an engine loads. Call it before the library is imported.
 */
export function deferSessions(): void {
  const path = fromLibrary.resolve('dockerode/lib/session.js');
  if (fromLibrary.cache[path]) return;
  const stand = new Module(path);
  stand.filename = path;
  stand.loaded = true;
  stand.exports = (...asked: unknown[]) => {
    delete fromLibrary.cache[path];
    return fromLibrary(path)(...asked);
  };
  fromLibrary.cache[path] = stand;
}
