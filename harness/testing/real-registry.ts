import type { ImageBuilder } from '../image/builder.ts';
import type { EngineApi } from '../providers/docker/engine.ts';
import { type RunningService, startService } from './service-container.ts';

/** `host` is an address that engines take for safe enough to speak plain HTTP with. */
export type RealRegistry = RunningService;

export interface RegistryOptions {
  /** Bytes that it has for images. */
  readonly bytes?: number;
  /** A line of a htpasswd file, with bcrypt; whoever does not log in is then refused. */
  readonly login?: string;
}

/** Starts Debian's docker-registry in a container; its images go with it. */
export function startRegistry(
  api: EngineApi,
  builder: ImageBuilder,
  options: RegistryOptions = {},
): Promise<RealRegistry> {
  return startService(api, builder, {
    package: 'docker-registry',
    port: 5000,
    script: script(options),
    data: ['/var/lib/docker-registry', options.bytes ?? 100_000_000],
    answers: (host) =>
      fetch(`http://${host}/v2/`).then(
        () => true,
        () => false,
      ),
  });
}

function script({ login }: RegistryOptions): string {
  const config = {
    version: '0.1',
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: '/var/lib/docker-registry' } },
    http: { addr: ':5000' },
    ...(login && { auth: { htpasswd: { realm: 'test', path: '/run/htpasswd' } } }),
  };
  return [
    `printf '%s\\n' '${login ?? ''}' > /run/htpasswd`,
    `printf '%s' '${JSON.stringify(config)}' > /run/config.yml`,
    'exec docker-registry serve /run/config.yml',
  ].join('\n');
}
