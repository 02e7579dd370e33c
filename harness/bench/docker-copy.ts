import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { stagePath } from '../image/recipe.ts';

/** Seconds that the classic `docker build` of a tree takes with one `COPY`, nothing cached; its image is removed. */
export async function timeDockerCopy(parent: string, tree: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'gm1-copy-'));
  const ref = `gm1/bench:${crypto.randomUUID().slice(0, 8)}`;
  try {
    const file = join(folder, 'Dockerfile');
    await writeFile(file, `FROM ${parent}\nCOPY . ${stagePath}/php\n`);
    const start = performance.now();
    await execa('docker', ['build', '--quiet', '--no-cache', '--tag', ref, '--file', file, tree], {
      env: { DOCKER_BUILDKIT: '0' },
    });
    return (performance.now() - start) / 1000;
  } finally {
    await execa('docker', ['rmi', ref], { reject: false });
    await rm(folder, { recursive: true });
  }
}
