import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { Command } from '../../system/command.ts';
import type { EngineApi } from './engine.ts';
import { readProgress } from './engine-progress.ts';

export interface Bootstrap {
  readonly suite: string;
  readonly ref: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Where the root file system lies until the engine has it. */
  readonly file: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

/** Makes a bare Debian from the distribution's packages (about 20 s) and gives it to the engine. */
export async function bootstrapBase(api: EngineApi, bootstrap: Bootstrap): Promise<Outcome<void>> {
  const { ref, labels, file, signal } = bootstrap;
  await mkdir(dirname(file), { recursive: true });
  try {
    const made = await makeRootFileSystem(bootstrap);
    if (!made.ok) return made;
    const [repo, tag] = ref.split(':');
    const changes = [
      ...Object.entries(labels).map(([name, value]) => `LABEL ${name}=${value}`),
      'CMD ["bash"]',
    ];
    await readProgress(
      await api.importImage(createReadStream(file), { repo, tag, changes, abortSignal: signal }),
    );
    return ok(undefined);
  } finally {
    await rm(file, { force: true });
  }
}

async function makeRootFileSystem({ suite, file, command, signal }: Bootstrap): Promise<Outcome<void>> {
  const mirror = debianMirror(
    (await command.run('apt-get', ['indextargets', ...indexFormat], { signal })).stdout,
  );
  const options = ['--variant=apt', '--aptopt=Acquire::Check-Valid-Until "false"', '--format=tar', ...slim];
  const args = [...options, suite, file, ...(mirror ? [mirror] : [])];
  const { exitCode, stderr } = await command.run('mmdebstrap', args, { signal });
  if (signal.aborted) return failed(interrupted);
  if (exitCode === 0) return ok(undefined);
  return failed({
    kind: 'infrastructure',
    what: `There is no base image: no registry gave debian:${suite}-slim, and it could not be made from packages.`,
    why: exitCode === undefined ? 'mmdebstrap is not installed.' : `mmdebstrap said: ${lastLines(stderr)}`,
    next:
      exitCode === undefined
        ? 'Run `gm1 doctor`: it prints the command that installs mmdebstrap.'
        : 'Check that `runtime.base` of the environment definition is a suite of Debian and that apt’s mirror answers.',
  });
}

const indexFormat = ['--format', '$(SITE)|$(ORIGIN)|$(LABEL)|$(CREATED_BY)'];

/** What Debian's slim images leave out as well. */
const slim = ['doc/*', 'man/*', 'info/*', 'locale/*'].map(
  (path) => `--dpkgopt=path-exclude=/usr/share/${path}`,
);

/** This machine's mirror of Debian in the answer of `apt-get indextargets`; else mmdebstrap takes its own default. */
export function debianMirror(targets: string): string | undefined {
  const lines = targets.split('\n').map((line) => line.split('|'));
  return lines.find(
    ([, origin, label, by]) => origin === 'Debian' && label === 'Debian' && by === 'Packages',
  )?.[0];
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-3).join(' / ');
}
