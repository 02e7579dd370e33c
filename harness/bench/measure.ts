import { readFile } from 'node:fs/promises';

export interface Measured<T> {
  readonly value: T;
  readonly seconds: number;
  /** Bytes that the whole machine used more than before it began. */
  readonly peakMemory: number;
}

/** How long a step takes, and how much memory of the whole machine. */
export async function measure<T>(step: () => Promise<T>): Promise<Measured<T>> {
  const before = await availableMemory();
  let least = before;
  const sampler = setInterval(async () => {
    least = Math.min(least, await availableMemory());
  }, 250);
  const start = performance.now();
  try {
    const value = await step();
    return { value, seconds: (performance.now() - start) / 1000, peakMemory: before - least };
  } finally {
    clearInterval(sampler);
  }
}

/** `MemAvailable` of Linux in bytes; NaN elsewhere. */
async function availableMemory(): Promise<number> {
  try {
    const match = /^MemAvailable:\s+(\d+) kB/m.exec(await readFile('/proc/meminfo', 'utf8'));
    return Number(match?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}
