import { request } from 'node:http';
import { z } from 'zod';

/** How a container engine answered at an address. `absent`: nothing is there; `refused`: this user may not ask. */
export type EngineAnswer =
  | { readonly kind: 'answers'; readonly name: string; readonly version: string; readonly directory: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'silent'; readonly why: string };

const versionSchema = z.object({
  Version: z.string(),
  Components: z.array(z.object({ Name: z.string() })).default([]),
});

const infoSchema = z.object({ DockerRootDir: z.string().default('') });

const patienceSeconds = 3;

/** Asks the engine at a `unix://` or `tcp://` address, as `DOCKER_HOST` has it, for its name, version and folder. */
export async function askEngine(address: string): Promise<EngineAnswer> {
  try {
    const [version, info] = await Promise.all([get(address, '/version'), get(address, '/info')]);
    const { Version, Components } = versionSchema.parse(JSON.parse(version));
    const name = Components.some(({ Name }) => /podman/i.test(Name)) ? 'Podman' : 'Docker';
    const { DockerRootDir } = infoSchema.parse(JSON.parse(info));
    return { kind: 'answers', name, version: Version, directory: DockerRootDir };
  } catch (error) {
    return unanswered(error);
  }
}

function unanswered(error: unknown): EngineAnswer {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return { kind: 'absent' };
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'refused' };
  return {
    kind: 'silent',
    why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
  };
}

function get(address: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceSeconds * 1000);
    const asked = request({ ...place(address), path, signal }, (answer) => {
      if (answer.statusCode !== 200)
        asked.destroy(new Error(`it answers ${path} with status ${answer.statusCode}`));
      const parts: Buffer[] = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve(Buffer.concat(parts).toString()));
      answer.on('error', reject);
    });
    asked.on('error', (error) =>
      reject(signal.aborted ? new Error(`no answer within ${patienceSeconds} s`) : error),
    );
    asked.end();
  });
}

function place(address: string) {
  const { protocol, hostname, port, pathname } = new URL(address);
  if (protocol === 'unix:') return { socketPath: decodeURIComponent(pathname) };
  if (protocol === 'tcp:') return { host: hostname, port: Number(port || 2375) };
  throw new Error(`addresses with ${protocol} are not understood, only unix: and tcp:`);
}
