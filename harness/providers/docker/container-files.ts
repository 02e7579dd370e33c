import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import type { ServiceFile } from '../../environment/provider.ts';
import type { EngineContainer } from './container-exec.ts';

/** Puts files into a container that need not run yet; folders on the way are made. */
export async function putFiles(container: EngineContainer, files: readonly ServiceFile[]): Promise<void> {
  if (files.length === 0) return;
  const archive = pack();
  for (const { path, content, mode } of files) {
    archive.entry({ name: path.replace(/^\/+/, ''), mode }, content);
  }
  archive.finalize();
  await container.putArchive(await buffer(archive), { path: '/' });
}

/** Copies the plain files below a folder of a container; links and devices stay where they are. */
export async function copyFolder(container: EngineContainer, path: string, into: string): Promise<void> {
  const archive = extract();
  const reading = pipeline(await container.getArchive({ path }), archive);
  for await (const entry of archive) {
    const target = entry.header.type === 'file' && targetOf(entry.header.name, into);
    if (target) {
      await mkdir(dirname(target), { recursive: true });
      await pipeline(entry, createWriteStream(target));
    } else entry.resume();
  }
  await reading;
}

/** Without the folder's own name in front; undefined for a name that would leave `into`. */
function targetOf(name: string, into: string): string | undefined {
  const inside = normalize(name).split('/').slice(1);
  return inside.length === 0 || inside.includes('..') ? undefined : join(into, ...inside);
}
