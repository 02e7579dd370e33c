import { seedOfLabel } from '../core/seed-label.ts';
import type { FoundImage } from './builder.ts';
import { type ImageUsers, type RunUse, usersOf } from './image-users.ts';

export interface ImageNeedsInput extends ImageUsers {
  readonly images: readonly FoundImage[];
  readonly now: Date;
  /** Whether images go that no build of this home made. */
  readonly all: boolean;
}

/** One name of an image, whether it stays, and why. */
export interface JudgedImage {
  readonly ref: string;
  readonly digest: string;
  readonly keep: boolean;
  readonly why: string;
  /** What its layers take beyond those of the image that it was made of. */
  readonly bytes: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** What is younger may be about to be used by a process that has not recorded it yet. */
const patience = 10 * minute;
/** A seed that does not say what it was made of stays that long. */
const seedDays = 1;
/** A run keeps its images that long, so that it can be resumed, confirmed and looked into. */
export const runDays = 14;

/** Which images stay and which go, those that go in an order in which nothing is made of a later one. */
export function judgeImages(input: ImageNeedsInput): readonly JudgedImage[] {
  const reasons = reasonsToKeep(input);
  const sorted = input.images.toSorted((a, b) => b.layers.length - a.layers.length);
  return sorted.flatMap((image) => {
    const bytes = image.bytes - bytesBelow(image, input.images);
    return image.refs.map((ref) => ({
      ref,
      digest: image.digest,
      ...judgeRef(ref, image, reasons, input),
      bytes,
    }));
  });
}

type Reasons = ReadonlyMap<FoundImage, string>;

/** Why images stay: for their own sake, as seeds of those, and as what those are made of. */
function reasonsToKeep(input: ImageNeedsInput): Reasons {
  const { images } = input;
  const needed = { ...input, runs: neededRuns(input.runs, input.now) };
  const own = ownImages(input);
  const direct = pick(images, (image) => ownReason(image, needed, own));
  const digests = new Map([...direct.keys()].map(({ digest, refs }) => [digest, refs[0]]));
  const seeds = pick(images, (image) => seedReason(image, digests, input.now));
  const kept = [...direct.keys(), ...seeds.keys()];
  const below = pick(images, (image) => {
    const above = kept.find((each) => isBelow(image, each));
    return above && `${above.refs[0]} is made of it`;
  });
  return new Map([...below, ...seeds, ...direct]);
}

function pick(images: readonly FoundImage[], reasonOf: (image: FoundImage) => string | undefined): Reasons {
  return new Map(
    images.flatMap((image): [FoundImage, string][] => {
      const reason = reasonOf(image);
      return reason === undefined ? [] : [[image, reason]];
    }),
  );
}

function ownReason(
  image: FoundImage,
  input: ImageNeedsInput,
  own: ReadonlySet<FoundImage>,
): string | undefined {
  const { usedBy, digest, refs } = image;
  if (usedBy.length > 0) return `containers of ${usedBy.join(', ')} use it`;
  if (refs.every((ref) => isLeftover(ref, refs))) return undefined;
  const [user] = usersOf(digest, input);
  if (user) return `needed by ${user}`;
  if (image === newestServices(input.images)) return 'environments to come use it';
  if (own.has(image) || isSeed(image)) return undefined;
  if (!input.all) return 'no build of this home made it';
  return isYoung(image, input.now, patience) ? 'it was made a moment ago' : undefined;
}

function seedReason(
  image: FoundImage,
  kept: ReadonlyMap<string, string | undefined>,
  now: Date,
): string | undefined {
  if (!isSeed(image)) return undefined;
  const madeOf = image.labels[seedOfLabel];
  if (madeOf === undefined)
    return isYoung(image, now, seedDays * day) ? 'it was made less than a day ago' : undefined;
  return kept.has(madeOf) ? `it is the seed of ${kept.get(madeOf)}` : undefined;
}

function judgeRef(
  ref: string,
  image: FoundImage,
  reasons: Reasons,
  { now }: ImageNeedsInput,
): Pick<JudgedImage, 'keep' | 'why'> {
  const reason = reasons.get(image);
  if (isLeftover(ref, image.refs)) {
    if (isYoung(image, now, patience)) return { keep: true, why: 'it was made a moment ago' };
    if (image.usedBy.length === 0) return { keep: false, why: 'a process that was killed left it' };
  } else if (!ref.startsWith('gm1/')) return { keep: true, why: 'somebody else named it' };
  return reason ? { keep: true, why: reason } : { keep: false, why: reasonToGo(image) };
}

function reasonToGo(image: FoundImage): string {
  if (!isSeed(image)) return 'no environment, run or newer build needs it';
  return seedOfLabel in image.labels ? 'the image that it was made of goes' : 'it is older than a day';
}

/** Runs that go on or can be resumed, the newest of each definition, and those of the last days. */
function neededRuns(runs: readonly RunUse[], now: Date): readonly RunUse[] {
  const oldestFirst = runs.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  const newest = new Map(oldestFirst.map((run) => [run.definition, run]));
  return runs.filter(
    (run) =>
      run.state === 'running' ||
      run.state === 'interrupted' ||
      newest.get(run.definition) === run ||
      now.getTime() - Date.parse(run.startedAt) < runDays * day,
  );
}

/** What builds of this home made, as far as what is there tells: images on record, seeds of them, and all below. */
function ownImages({ images, builds }: ImageNeedsInput): ReadonlySet<FoundImage> {
  const recorded = new Set(
    builds.flatMap(({ image, parent, web }) => [image.digest, parent?.digest, web?.digest]),
  );
  const tops = images.filter(
    ({ digest, labels }) => recorded.has(digest) || recorded.has(labels[seedOfLabel] ?? ''),
  );
  return new Set(images.filter((image) => tops.some((top) => top === image || isBelow(image, top))));
}

function newestServices(images: readonly FoundImage[]): FoundImage | undefined {
  const services = images.filter(({ refs }) => refs.some((ref) => ref.startsWith('gm1/services:')));
  return services.toSorted((a, b) => a.created.localeCompare(b.created)).at(-1);
}

/** A name that lives as long as one build or one publication: a draft, or a registry's name beside gm1's own. */
function isLeftover(ref: string, refs: readonly string[]): boolean {
  const own = /\/(gm1\/mediawiki:[^/]+)$/.exec(ref)?.[1];
  return ref.startsWith('gm1/draft:') || (own !== undefined && refs.includes(own));
}

function isSeed({ labels }: FoundImage): boolean {
  return labels.gm1 === 'seed';
}

function isYoung({ created }: FoundImage, now: Date, milliseconds: number): boolean {
  return now.getTime() - Date.parse(created) < milliseconds;
}

/** Whether all layers of an image, and not all of the other's, are the other's lowest. */
function isBelow({ layers }: FoundImage, other: FoundImage): boolean {
  return layers.length < other.layers.length && layers.every((layer, index) => layer === other.layers[index]);
}

function bytesBelow(image: FoundImage, images: readonly FoundImage[]): number {
  return Math.max(0, ...images.filter((each) => isBelow(each, image)).map(({ bytes }) => bytes));
}
