import type { BuildRecord } from '../core/build-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { ImageBuilder } from './builder.ts';
import { type ImageUsers, usersOf } from './image-users.ts';

/** A build, whether the engine still has its image, and what refers to that. */
export type ListedBuild = Pick<
  BuildRecord,
  'id' | 'track' | 'environment' | 'version' | 'kind' | 'startedAt' | 'seconds' | 'bytes' | 'image'
> & {
  readonly there: boolean;
  readonly users: readonly string[];
};

/** All builds on record, newest first. */
export async function describeBuilds(
  users: ImageUsers,
  builder: ImageBuilder,
): Promise<Outcome<readonly ListedBuild[]>> {
  const there = new Set<string>();
  for (const ref of new Set(users.builds.map(({ image }) => image.ref))) {
    const found = await builder.find(ref);
    if (!found.ok) return found;
    if (found.value) there.add(found.value.digest);
  }
  return ok(
    users.builds.toReversed().map((build) => ({
      ...summaryOf(build),
      there: there.has(build.image.digest),
      users: [...usersOf(build.image.digest, users), ...buildsOn(build, users.builds)],
    })),
  );
}

function summaryOf(build: BuildRecord): Omit<ListedBuild, 'there' | 'users'> {
  const { id, track, environment, version, kind, startedAt, seconds, bytes, image } = build;
  return { id, track, ...(environment && { environment }), version, kind, startedAt, seconds, bytes, image };
}

function buildsOn({ image }: BuildRecord, builds: readonly BuildRecord[]): readonly string[] {
  return builds.filter(({ parent }) => parent?.digest === image.digest).map(({ id }) => `build ${id} on top`);
}
