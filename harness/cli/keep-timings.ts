import { mkdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readBuildTimes } from '../comparison/build-times.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { RunRecord } from '../core/run-record.ts';
import { writeWhole } from '../system/files.ts';

/** Lays files with the times of other tools' builds beside the record of a run, from where every report of it takes them. */
export async function keepTimings(
  { directory }: RunRecord,
  files: readonly string[],
): Promise<Outcome<void>> {
  for (const file of files) {
    const text = await readFile(resolve(file), 'utf8').catch(() => undefined);
    if (text === undefined)
      return failed({
        kind: 'usage',
        what: `The file ${file} cannot be read.`,
        next: 'Check the name after --timings.',
      });
    const times = readBuildTimes(text, file);
    if (!times.ok) return times;
    await mkdir(join(directory, 'timings'), { recursive: true });
    await writeWhole(join(directory, 'timings', basename(file)), text);
  }
  return ok(undefined);
}
