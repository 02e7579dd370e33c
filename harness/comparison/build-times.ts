import { z } from 'zod';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Phase } from '../core/phase.ts';

/** What another tool's build took, from the file in which it says so. */
export interface BuildTimes {
  readonly source: 'quibble' | 'scap';
  /** In the order of the file; what came more than once is summed up. */
  readonly phases: readonly Phase[];
  /** What the tool says besides: how it ended, that it took a result from its cache. */
  readonly note?: string;
}

/**
 * Reads Quibble's `quibble-durations.json`, or scap's timers as statsd lines (`scap.l10n-update:46000|ms`) or as JSON, a map
 * of names to seconds or a list of `{name, seconds}`. A `usage` failure says what a text lacks that is none of them.
 */
export function readBuildTimes(text: string, file: string): Outcome<BuildTimes> {
  const times = /^\s*[[{]/.test(text) ? fromJson(parse(text)) : fromStatsd(text);
  if (times && times.phases.length > 0) return ok({ ...times, phases: summedUp(times.phases) });
  return failed({
    kind: 'usage',
    what: `${file} tells no times of a build.`,
    next: "Give Quibble's quibble-durations.json, or scap's timers as statsd lines (scap.NAME:MILLISECONDS|ms) or as JSON ({NAME: SECONDS} or [{name, seconds}]).",
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const seconds = z.number().nonnegative();

/** As Quibble writes it, see domain.md. */
const quibbleFile = z.object({
  result: z.string(),
  success_cache_hit: z.boolean().default(false),
  durations: z.array(z.object({ command: z.string(), seconds })),
});

const scapFile = z.union([
  z.array(z.object({ name: z.string(), seconds })),
  z
    .record(z.string(), seconds)
    .transform((times) => Object.entries(times).map(([name, value]) => ({ name, seconds: value }))),
]);

function fromJson(json: unknown): BuildTimes | undefined {
  const quibble = quibbleFile.safeParse(json).data;
  if (quibble) {
    const { result, success_cache_hit, durations } = quibble;
    const note = `${result}${success_cache_hit ? ', taken from its cache of successes' : ''}`;
    return {
      source: 'quibble',
      phases: durations.map(({ command, seconds }) => ({ name: command, seconds })),
      note,
    };
  }
  const scap = scapFile.safeParse(json).data;
  return scap && { source: 'scap', phases: scap.map(({ name, seconds }) => ({ name: bare(name), seconds })) };
}

/** A timer of statsd: `name:milliseconds|ms`, perhaps with the rate at which it was sampled and tags. */
const timer = /^([^:|\s]+):(\d+(?:\.\d+)?)\|ms(?:\|[@#]\S*)*$/;

/** Lines of counters and gauges are none of times and left out; a line that is no metric makes the file none. */
function fromStatsd(text: string): BuildTimes | undefined {
  const lines = text.split('\n').flatMap((line) => line.trim() || []);
  if (lines.some((line) => !/^[^:|\s]+:[-+]?\d+(?:\.\d+)?\|\w+/.test(line))) return undefined;
  const phases = lines.flatMap((line) => {
    const [, name, milliseconds] = timer.exec(line) ?? [];
    return name === undefined ? [] : [{ name: bare(name), seconds: Number(milliseconds) / 1000 }];
  });
  return { source: 'scap', phases };
}

function bare(name: string): string {
  return name.replace(/^scap\./, '');
}

function summedUp(phases: readonly Phase[]): readonly Phase[] {
  return [...Map.groupBy(phases, ({ name }) => name)].map(([name, same]) => ({
    name,
    seconds: same.reduce((sum, phase) => sum + phase.seconds, 0),
  }));
}
