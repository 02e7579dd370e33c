import { cpus, release, totalmem, type } from 'node:os';
import type { Host } from '../core/host.ts';

/** This machine, as the place where numbers were measured. */
export function thisHost(): Host {
  return { cores: cpus().length, memory: totalmem(), system: `${type()} ${release()} ${process.arch}` };
}
