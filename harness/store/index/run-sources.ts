import { statSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../../system/files.ts';
import { isRunId } from '../run-id.ts';

/** What the index is made of. */
const files = ['run.json', 'events.ndjson', 'comparison.json'] as const;

/** The runs below a folder by their ids, oldest first, each with a text that changes when its files do. */
export async function runSources(folder: string): Promise<ReadonlyMap<string, string>> {
  const ids = (await namesIn(folder)).filter(isRunId).sort();
  const sources = ids.map((id) => [id, sourceOf(join(folder, id))] as const);
  return new Map(sources.flatMap(([id, source]) => (source === undefined ? [] : [[id, source]])));
}

/** Undefined when there is no run. Waits for the disk: to ask for thousands of files otherwise takes ten times as long. */
function sourceOf(directory: string): string | undefined {
  const states = files.map((name) => statSync(join(directory, name), { throwIfNoEntry: false }));
  if (!states[0]) return undefined;
  return states.map((state) => (state ? `${state.size}@${state.mtimeMs}` : '-')).join(' ');
}
