import type { BuildRecord } from '../core/build-record.ts';
import type { BuildRig } from '../testing/build-rig.ts';

export interface TimedBuild {
  /** Of the whole command. */
  readonly seconds: number;
  readonly record: BuildRecord;
}

export interface Builds {
  readonly times: number;
  /** What every one of them is to be; a figure of something else would be a lie. */
  readonly kind: BuildRecord['kind'];
  /** Done before each, and not timed. */
  readonly change?: () => Promise<void>;
  readonly args?: readonly string[];
}

/** Builds again and again; gives the build that took the median time. */
export async function timeBuilds(
  rig: BuildRig,
  { times, kind, change, args = [] }: Builds,
): Promise<TimedBuild> {
  const builds: TimedBuild[] = [];
  for (let time = 0; time < times; time++) {
    await change?.();
    const { exitCode, stderr, seconds } = await rig.tryBuild(...args);
    const record = (await rig.records()).at(-1);
    if (exitCode !== 0 || !record) throw new Error(`gm1 build ended with ${exitCode}: ${stderr}`);
    if (record.kind !== kind) throw new Error(`A build was ${record.kind}, not ${kind}: ${record.reason}`);
    builds.push({ seconds, record });
  }
  return middleOf(builds.sort((a, b) => a.seconds - b.seconds));
}

export function phaseSeconds({ record }: TimedBuild, name: string): number {
  return record.phases.find((phase) => phase.name === name)?.seconds ?? 0;
}

export function medianOf(values: readonly number[]): number {
  return middleOf([...values].sort((a, b) => a - b));
}

export function seconds(value: number): string {
  return value.toFixed(2);
}

function middleOf<T>(sorted: readonly T[]): T {
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('Nothing has no median.');
  return middle;
}
