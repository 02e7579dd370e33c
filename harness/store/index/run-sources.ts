import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, namesIn } from '../../system/files.ts';
import { mapInOrder } from '../../system/map-in-order.ts';
import { isRunId } from '../run-id.ts';

/** What the index is made of. */
const files = ['run.json', 'events.ndjson', 'comparison.json'] as const;

/** The runs below a folder by their ids, oldest first, each with a text that changes when its files do. */
export async function runSources(folder: string): Promise<ReadonlyMap<string, string>> {
  const ids = (await namesIn(folder)).filter(isRunId).sort();
  const sources = await mapInOrder(ids, 8, (id) => sourceOf(join(folder, id)));
  return new Map(ids.flatMap((id, index) => (sources[index] ? [[id, sources[index]] as const] : [])));
}

/** Undefined when there is no run. */
async function sourceOf(directory: string): Promise<string | undefined> {
  const [start, ...others] = await Promise.all(files.map((name) => stateOf(join(directory, name))));
  return start === '' ? undefined : [start, ...others].join(' ');
}

async function stateOf(path: string): Promise<string> {
  return stat(path).then(
    ({ size, mtimeMs }) => `${size}@${mtimeMs}`,
    (error: unknown) => {
      if (isMissing(error)) return '';
      throw error;
    },
  );
}
