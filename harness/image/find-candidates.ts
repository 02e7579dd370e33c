import { join } from 'node:path';
import type { BuildRecord } from '../core/build-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { TreeEntry } from '../core/tree.ts';
import { readEntries, writeEntries } from '../system/entries-file.ts';
import type { BuiltImage, ImageBuilder } from './builder.ts';
import type { Candidate } from './plan-build.ts';

export interface CandidateSearch {
  /** `Home.builds`. */
  readonly directory: string;
  /** Oldest first. */
  readonly records: readonly BuildRecord[];
  /** Whose own newest build is preferred to those of other tracks and environments. */
  readonly environment: string;
  readonly track: BuildRecord['track'];
  /** MediaWiki's versions in the staging directory. */
  readonly versions: readonly string[];
  readonly runtime: BuiltImage;
  readonly builder: ImageBuilder;
}

/** More would cost more to compare than they are likely to save. */
const most = 4;

/** The images on which an incremental build may start: the newest of every environment and track that has one. */
export async function findCandidates(search: CandidateSearch): Promise<Outcome<readonly Candidate[]>> {
  const candidates: Candidate[] = [];
  for (const record of newestFirst(search)) {
    if (candidates.length === most) break;
    const found = await search.builder.find(record.image.ref);
    if (!found.ok) return found;
    const image = found.value;
    if (!image || image.digest !== record.image.digest || !isAbove(image, search.runtime)) continue;
    const origin = search.records.findLast(
      ({ kind, image }) => kind !== 'cached' && image.digest === record.image.digest,
    );
    const entries = origin && (await readEntries(inventoryFile(search.directory, origin.id)));
    if (origin && entries) candidates.push({ image, record: origin, entries });
  }
  return ok(candidates);
}

export async function writeInventory(
  directory: string,
  build: string,
  entries: readonly TreeEntry[],
): Promise<void> {
  await writeEntries(inventoryFile(directory, build), entries);
}

/** The files of an image's staging directory, as its build left them; undefined once they are pruned. */
export function readInventory(directory: string, build: string): Promise<readonly TreeEntry[] | undefined> {
  return readEntries(inventoryFile(directory, build));
}

function inventoryFile(directory: string, build: string): string {
  return join(directory, `${build}.files.json`);
}

/** The newest of each environment and track, their own first; each image once. */
function newestFirst({ records, environment, track, versions }: CandidateSearch): readonly BuildRecord[] {
  const usable = records.filter(({ manifest }) => manifest.versions.some((one) => versions.includes(one)));
  const byOwner = Map.groupBy(usable.toReversed(), (record) => `${record.environment} ${record.track}`);
  const newest = [...byOwner.values()].flatMap((records) => records.slice(0, 1));
  const isOther = (record: BuildRecord) => record.environment !== environment || record.track !== track;
  const all = newest.toSorted((a, b) => Number(isOther(a)) - Number(isOther(b)));
  return all.filter(
    ({ image }, index) => all.findIndex((other) => other.image.digest === image.digest) === index,
  );
}

function isAbove(image: BuiltImage, base: BuiltImage): boolean {
  return base.layers.every((layer, index) => image.layers[index] === layer);
}
