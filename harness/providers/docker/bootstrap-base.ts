import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Failure, failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { Command } from '../../system/command.ts';
import type { EngineApi } from './engine.ts';
import { readProgress } from './engine-progress.ts';

export interface Bootstrap {
  readonly suite: string;
  readonly ref: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `Home.cache`, where the root file system lies until the engine has it. */
  readonly cache: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

/** Makes a bare Debian from the distribution's packages (about 20 s) and gives it to the engine. */
export async function bootstrapBase(api: EngineApi, bootstrap: Bootstrap): Promise<Outcome<void>> {
  const { ref, labels, cache, signal } = bootstrap;
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, 'base-'));
  try {
    const file = join(scratch, 'root.tar');
    const made = await makeRootFileSystem(bootstrap, scratch, file);
    if (!made.ok) return made;
    const [repo, tag] = ref.split(':');
    const changes = [
      ...Object.entries(labels).map(([name, value]) => `LABEL ${name}=${value}`),
      'CMD ["bash"]',
    ];
    const options = { repo, tag, changes, abortSignal: signal };
    await readProgress(await api.importImage(createReadStream(file), options));
    return ok(undefined);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function makeRootFileSystem(
  { suite, command, signal }: Bootstrap,
  scratch: string,
  file: string,
): Promise<Outcome<void>> {
  const mirror = debianMirror(
    (await command.run('apt-get', ['indextargets', ...indexFormat], { signal })).stdout,
  );
  const options = ['--variant=apt', '--aptopt=Acquire::Check-Valid-Until "false"', '--format=tar', ...slim];
  const args = [...options, suite, file, ...(mirror ? [mirror] : [])];
  const settings = { signal, env: workIn(scratch), ownGroup: true };
  const { exitCode, stderr } = await command.run('mmdebstrap', args, settings);
  if (signal.aborted) return failed(interrupted);
  return exitCode === 0 ? ok(undefined) : failed(notMade(suite, exitCode, stderr));
}

/**
 * So that what it leaves when it is killed is swept with the scratch folder. Other users than root work through ids of
 * their own, which may not get into a folder below a home.
 */
function workIn(scratch: string): Readonly<Record<string, string>> {
  return process.getuid?.() === 0 ? { TMPDIR: scratch } : {};
}

function notMade(suite: string, exitCode: number | undefined, output: string): Failure {
  return {
    kind: 'infrastructure',
    what: `There is no base image: no registry gave debian:${suite}-slim, and it could not be made from packages.`,
    why: exitCode === undefined ? 'mmdebstrap is not installed.' : `mmdebstrap said: ${complaints(output)}`,
    next:
      exitCode === undefined
        ? 'Run `gm1 doctor`: it prints the command that installs mmdebstrap.'
        : 'Check that `runtime.base` of the environment definition is a suite of Debian and that apt’s mirror answers.',
  };
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

/** The errors among what it said; its own last words only say that it failed. */
export function complaints(output: string): string {
  const lines = output.trim().split('\n');
  const errors = lines.filter((line) => line.startsWith('E: ') && !line.includes('mmdebstrap failed to run'));
  return (errors.length > 0 ? errors : lines.slice(-3)).join(' / ');
}
