import type { BuildTimes } from '../../harness/comparison/build-times.ts';
import { totalSeconds } from '../../harness/core/phase.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { against, type Mark, wikimedia } from './marks.ts';
import { countOf, formatSeconds } from './measures.ts';
import { plainLine } from './plain-text.ts';

/** Times of another tool's build, by the file that they came from. */
export interface ImportedFile {
  readonly file: string;
  readonly times: BuildTimes;
}

/** The build of another tool beside next's. It was measured elsewhere, so there are no ratios. */
export interface ImportedTimes {
  readonly title: string;
  readonly sentence: string;
  readonly rows: readonly ImportedRow[];
  readonly marks: readonly Mark[];
}

export interface ImportedRow {
  readonly phase: string;
  readonly seconds: number;
  /** Of next's phase of that name, if it has one. */
  readonly next?: number;
}

const toolNames: Readonly<Record<BuildTimes['source'], string>> = { quibble: 'Quibble', scap: 'scap' };

export function importedTimes({ file, times }: ImportedFile, record: RunRecord): ImportedTimes {
  const own = new Map([
    ...(record.builds.next?.phases ?? []).map(({ name, seconds }) => [name, seconds] as const),
    ...record.phases.next.map(({ name, seconds }) => [name, seconds] as const),
  ]);
  const total = totalSeconds(times.phases);
  const note = times.note === undefined ? '' : ` (${times.note})`;
  return {
    title: plainLine(`${toolNames[times.source]}, from ${file}`),
    sentence: plainLine(
      `${formatSeconds(total)} in ${countOf(times.phases.length, 'phase')}${note}. It was measured elsewhere: there are no ratios.`,
    ),
    rows: times.phases.map(({ name, seconds }) => {
      const next = own.get(name);
      return { phase: plainLine(name), seconds, ...(next !== undefined && { next }) };
    }),
    marks: wikimedia.map((mark) => against(mark, total)),
  };
}
