import type { BuildRecord, Image } from '../core/build-record.ts';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import type { RunState } from '../core/run-record.ts';

/** What a run says of the images that it used. */
export interface RunUse {
  readonly id: string;
  /** The name of its environment definition. */
  readonly definition: string;
  readonly state: RunState;
  readonly startedAt: string;
  readonly images: readonly Image[];
}

/** What a home has on record that refers to images. */
export interface ImageUsers {
  /** Oldest first. */
  readonly builds: readonly BuildRecord[];
  readonly environments: readonly Pick<EnvironmentRecord, 'name' | 'track' | 'image'>[];
  readonly runs: readonly RunUse[];
}

/** What refers to an image by its digest: `environment NAME (TRACK)`, `run ID`, `newest build of NAME (TRACK)`. */
export function usersOf(digest: string, { builds, environments, runs }: ImageUsers): readonly string[] {
  return [
    ...environments
      .filter(({ image }) => image.digest === digest)
      .map(({ name, track }) => `environment ${name} (${track})`),
    ...runs
      .filter(({ images }) => images.some((image) => image.digest === digest))
      .map(({ id }) => `run ${id}`),
    ...newestBuilds(builds)
      .filter(({ image, web }) => image.digest === digest || web?.digest === digest)
      .map((build) => `newest build of ${builtFor(build)}`),
  ];
}

/** The newest build of each environment and track. */
function newestBuilds(builds: readonly BuildRecord[]): readonly BuildRecord[] {
  return [...new Map(builds.map((build) => [builtFor(build), build])).values()];
}

function builtFor({ environment, track }: BuildRecord): string {
  return environment === undefined ? track : `${environment} (${track})`;
}
