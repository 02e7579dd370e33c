import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

export interface MeasuredProcess {
  readonly seconds: number;
  /** Bytes that it had in memory at most, by Linux' `VmHWM`; NaN elsewhere. */
  readonly peakMemory: number;
}

/** Runs a program to its end and looks at its memory every 20 ms. 1 is a verdict; any other exit code fails. */
export async function measureProcess(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<MeasuredProcess> {
  const start = performance.now();
  const child = spawn(program, args, { stdio: 'ignore', env });
  let peakMemory = Number.NaN;
  const sampler = setInterval(async () => {
    const now = await peakOf(child.pid);
    if (now !== undefined) peakMemory = Math.max(now, peakMemory || 0);
  }, 20);
  try {
    const exitCode = await new Promise((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    if (exitCode !== 0 && exitCode !== 1) throw new Error(`${program} ended with ${exitCode}.`);
    return { seconds: (performance.now() - start) / 1000, peakMemory };
  } finally {
    clearInterval(sampler);
  }
}

async function peakOf(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
