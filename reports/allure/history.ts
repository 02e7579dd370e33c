import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { namesIn, writeWhole } from '../../harness/system/files.ts';
import { parseJson } from '../../harness/system/parse-json.ts';

/** Which runs continue each other: those of one environment, control runs apart. */
const seriesFile = z.object({ environment: z.string(), control: z.boolean() });

const folder = join('report', 'allure', 'history');

/** Farther back nobody looks, so that a folder of many runs without Allure costs no time. */
const mostRuns = 50;

/**
 * Lays the history that the newest earlier run of the same series left into a folder of results, where Allure takes it up.
 * Run directories lie beside each other, and their names sort by time.
 */
export async function takeUpHistory(record: RunRecord, results: string): Promise<void> {
  const earlier = await earlierHistory(record);
  if (earlier === undefined) return;
  await mkdir(join(results, 'history'), { recursive: true });
  for (const name of await namesIn(earlier))
    await copyFile(join(earlier, name), join(results, 'history', name));
}

/** Keeps for later runs what Allure made of the history, `files` by name, beside its page. */
export async function keepHistory(
  { directory, definition, control }: RunRecord,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const own = join(directory, folder);
  await mkdir(own, { recursive: true });
  for (const [name, text] of files) await writeWhole(join(own, basename(name)), text);
  const series: z.infer<typeof seriesFile> = { environment: definition.name, control };
  await writeWhole(join(own, 'series.json'), `${JSON.stringify(series)}\n`);
}

async function earlierHistory({ directory, definition, control }: RunRecord): Promise<string | undefined> {
  const runs = dirname(directory);
  const names = (await namesIn(runs)).filter((name) => name < basename(directory)).sort();
  for (const name of names.reverse().slice(0, mostRuns)) {
    const history = join(runs, name, folder);
    const text = await readFile(join(history, 'series.json'), 'utf8').catch(() => '');
    const series = seriesFile.safeParse(parseJson(text)).data;
    if (series?.environment === definition.name && series.control === control) return history;
  }
  return undefined;
}
