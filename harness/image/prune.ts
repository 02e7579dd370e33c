import { type Outcome, ok } from '../core/failure.ts';
import type { Home } from '../system/home.ts';
import type { ImageBuilder } from './builder.ts';
import { findBuildingProcess } from './building-process.ts';
import { type JudgedImage, judgeImages } from './image-needs.ts';
import type { ImageUsers } from './image-users.ts';
import { type PrunedFile, pruneFiles } from './prune-files.ts';

export interface PruneRequest extends ImageUsers {
  readonly home: Home;
  readonly builder: ImageBuilder;
  readonly now: Date;
  /** Whether images go that no build of this home made. */
  readonly all: boolean;
  /** Only says what would go. */
  readonly rehearsal: boolean;
  /** Environments that are about to go, or have just gone: their containers need no image. */
  readonly gone: readonly string[];
}

/** What went or, in a rehearsal, would go. */
export interface Pruned {
  readonly images: readonly JudgedImage[];
  readonly kept: readonly JudgedImage[];
  readonly files: readonly PrunedFile[];
  /** At most: images that go may share layers, which are counted for each of them. */
  readonly bytes: number;
  readonly notices: readonly string[];
}

/** Removes images and files that nothing on record needs, unless a build is going on in the home. */
export async function prune(request: PruneRequest): Promise<Outcome<Pruned>> {
  const { home, builder, gone, builds } = request;
  const holder = await findBuildingProcess(home);
  if (holder !== undefined) return ok(nothing(holder));
  const found = await builder.list();
  if (!found.ok) return found;
  const images = found.value.map((image) => ({
    ...image,
    usedBy: image.usedBy.filter((user) => !gone.includes(user)),
  }));
  const judged = await removeJudged(request, judgeImages({ ...request, images }));
  if (!judged.ok) return judged;
  const there = new Set(judged.value.filter(({ keep }) => keep).map(({ digest }) => digest));
  const files = await pruneFiles({
    ...request,
    builds: new Set(builds.filter(({ image }) => there.has(image.digest)).map(({ id }) => id)),
  });
  return ok(summarize(judged.value, files));
}

/** The same judgements, except that what could not go is kept. */
async function removeJudged(
  { builder, home, rehearsal }: PruneRequest,
  judged: readonly JudgedImage[],
): Promise<Outcome<readonly JudgedImage[]>> {
  if (rehearsal) return ok(judged);
  const done: JudgedImage[] = [];
  for (const each of judged) {
    const holder = each.keep ? undefined : await findBuildingProcess(home);
    if (each.keep || holder !== undefined) {
      done.push(each.keep ? each : { ...each, keep: true, why: `process ${holder} began to build` });
      continue;
    }
    const removed = await builder.remove(each.ref);
    if (!removed.ok) return removed;
    done.push(removed.value ? each : { ...each, keep: true, why: 'the engine still needs it' });
  }
  return ok(done);
}

function summarize(judged: readonly JudgedImage[], files: readonly PrunedFile[]): Pruned {
  const { kept = [], images = [] } = Object.groupBy(judged, ({ keep }) => (keep ? 'kept' : 'images'));
  const stays = new Set(kept.map(({ digest }) => digest));
  const going = new Map(
    images.filter(({ digest }) => !stays.has(digest)).map((image) => [image.digest, image]),
  );
  const bytes = [...going.values(), ...files].reduce((sum, each) => sum + each.bytes, 0);
  return { images, kept, files, bytes, notices: [] };
}

function nothing(holder: number): Pruned {
  const notice = `Process ${holder} is building, so images and files stay. Run \`gm1 gc\` again when it has finished.`;
  return { images: [], kept: [], files: [], bytes: 0, notices: [notice] };
}
