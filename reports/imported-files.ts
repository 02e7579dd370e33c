import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBuildTimes } from '../harness/comparison/build-times.ts';
import { namesIn } from '../harness/system/files.ts';
import type { ImportedFile } from './model/imported-times.ts';

export interface ImportedFiles {
  readonly files: readonly ImportedFile[];
  readonly notices: readonly string[];
}

/** The times of other tools' builds that were laid into the folder `timings` of a run, in the order of their names. */
export async function loadImported(runDirectory: string): Promise<ImportedFiles> {
  const folder = join(runDirectory, 'timings');
  const files: ImportedFile[] = [];
  const notices: string[] = [];
  for (const file of [...(await namesIn(folder))].sort()) {
    const times = readBuildTimes(await readFile(join(folder, file), 'utf8'), join(folder, file));
    if (times.ok) files.push({ file, times: times.value });
    else notices.push(`${times.failure.what} ${times.failure.next}`);
  }
  return { files, notices };
}
