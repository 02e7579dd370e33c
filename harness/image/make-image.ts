import type { AdoptedImage } from '../core/adopted-image.ts';
import type { BuildRecord } from '../core/build-record.ts';
import type { Definition } from '../core/definition.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { Manifest } from '../core/manifest.ts';
import { mergeParts, type TreeEntry, type TreePart } from '../core/tree.ts';
import type { Home } from '../system/home.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { planOnAdopted } from './adopt.ts';
import { auditImage } from './audit-image.ts';
import { auditLayer } from './audit-layer.ts';
import { auditRules } from './audit-rules.ts';
import type { BuiltImage, ImageBuilder } from './builder.ts';
import { findCandidates } from './find-candidates.ts';
import { fullBuildReason } from './full-build-reason.ts';
import { type BuildPlan, planBuild } from './plan-build.ts';
import { buildLabels, draftRef, localisationRef, stagePath, trackLabels } from './recipe.ts';
import { changedParts } from './tree-changes.ts';

/** Under which rules an image that has its name was looked into. */
const auditLabel = 'gm1.audit';
const audited = { [auditLabel]: auditRules };

export interface ImageContent {
  readonly ref: string;
  readonly manifest: Manifest;
  /** The staging directory without the localisation caches. */
  readonly parts: readonly TreePart[];
  readonly localisation: readonly TreePart[];
}

export interface ImageMaking {
  readonly definition: Definition;
  readonly track: BuildRecord['track'];
  /** With PHP and the web server; the adopted image when there is one. */
  readonly runtime: BuiltImage;
  readonly adopted?: AdoptedImage | undefined;
  readonly records: readonly BuildRecord[];
  /** Whether no earlier image is built upon. */
  readonly full: boolean;
  readonly home: Home;
  readonly builderVersion: string;
  readonly builder: ImageBuilder;
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
}

export interface MadeImage {
  readonly image: BuiltImage;
  readonly plan: BuildPlan;
  readonly entries: readonly TreeEntry[];
}

/** Makes the image of a staging directory, on an earlier one when little changed. It has its name once it is audited. */
export async function makeImage(making: ImageMaking, content: ImageContent): Promise<Outcome<MadeImage>> {
  const entries = mergeParts([...content.parts, ...content.localisation]).map(({ entry }) => entry);
  const plan = await choosePlan(making, content.manifest, entries);
  if (!plan.ok) return plan;
  if (plan.value.kind === 'unchanged') {
    const image = await nameAdopted(making, content, plan.value.image);
    return image.ok ? ok({ image: image.value, plan: plan.value, entries }) : image;
  }
  const draft = await draftImage(making, content, plan.value);
  if (!draft.ok) return draft;
  const image = await auditAndName(making, content, plan.value, draft.value);
  return image.ok ? ok({ image: image.value, plan: plan.value, entries }) : image;
}

async function choosePlan(
  making: ImageMaking,
  { versions }: Manifest,
  entries: readonly TreeEntry[],
): Promise<Outcome<BuildPlan>> {
  const { home, definition, track, records, runtime, adopted } = making;
  const afresh = adopted && planOnAdopted(entries, runtime, adopted);
  if (making.full) return ok(afresh ?? { kind: 'full', reason: 'A full build was asked for.' });
  if (afresh?.kind === 'unchanged') return ok(afresh);
  const environment = definition.name;
  // What lies below another adopted image's code is not what is wanted here, though its layers may seem so.
  const alike = records.filter((record) => record.adopted?.digest === adopted?.digest);
  const search = { ...making, records: alike, directory: home.builds, environment, versions };
  const candidates = await findCandidates(search);
  if (!candidates.ok) return candidates;
  const own = records.findLast((record) => record.environment === environment && record.track === track);
  const plan = planBuild(entries, candidates.value);
  // A full build on an image with other files would leave those in it.
  if (afresh && plan?.kind !== 'incremental') return ok(afresh);
  return ok(plan ?? { kind: 'full', reason: fullBuildReason(versions, own) });
}

async function draftImage(
  making: ImageMaking,
  content: ImageContent,
  plan: BuildPlan,
): Promise<Outcome<BuiltImage>> {
  const { builder, builderVersion, signal } = making;
  const { manifest, parts, localisation, ref } = content;
  const all = [...parts, ...localisation];
  const common = { ref: draftRef(ref), target: stagePath, signal };
  if (plan.kind === 'incremental') {
    const { image: parent } = plan.parent;
    const labels = trackLabels(manifest, { parent: parent.ref, type: 'incremental', builderVersion });
    const { removed } = plan.changes;
    const layer = { parts: changedParts(all, plan.changes), removed, labels: { ...labels, ...audited } };
    return builder.addLayer({ ...common, parent, ...layer });
  }
  const parent = await layLocalisation(making, localisation);
  if (!parent.ok) return parent;
  const labels = trackLabels(manifest, { parent: parent.value.ref, type: 'full', builderVersion });
  return builder.addLayer({ ...common, parent: parent.value, parts, labels: { ...labels, ...audited } });
}

async function nameAdopted(
  { builder }: ImageMaking,
  { ref }: ImageContent,
  image: BuiltImage,
): Promise<Outcome<BuiltImage>> {
  const named = await builder.tag(image.ref, ref);
  return named.ok ? ok({ ...image, ref }) : named;
}

/** Below the code, so that a full build does not move some hundred megabytes of messages again. */
async function layLocalisation(
  { builder, runtime, signal }: ImageMaking,
  parts: readonly TreePart[],
): Promise<Outcome<BuiltImage>> {
  const ref = localisationRef(parts, runtime.digest);
  const found = await builder.find(ref);
  if (!found.ok) return found;
  if (found.value) return ok(found.value);
  const labels = { ...buildLabels, 'vnd.wikimedia.parent-image': runtime.ref };
  return builder.addLayer({ ref, parent: runtime, parts, target: stagePath, labels, signal });
}

async function auditAndName(
  making: ImageMaking,
  content: ImageContent,
  plan: BuildPlan,
  draft: BuiltImage,
): Promise<Outcome<BuiltImage>> {
  const { builder } = making;
  try {
    const passed = await audit(making, content, plan, draft.ref);
    if (!passed.ok) return passed;
    const named = await builder.tag(draft.ref, content.ref);
    return named.ok ? ok({ ...draft, ref: content.ref }) : named;
  } finally {
    await builder.remove(draft.ref);
  }
}

/** Looks into all of an image, or just into its last layer when what is below passed the same. */
async function audit(
  { sandbox, home, signal, adopted }: ImageMaking,
  { parts, localisation }: ImageContent,
  plan: BuildPlan,
  ref: string,
): Promise<Outcome<void>> {
  const files = mergeParts(plan.kind === 'incremental' ? changedParts(parts, plan.changes) : parts).flatMap(
    ({ entry }) => (entry.kind === 'file' ? [entry] : []),
  );
  if (plan.kind !== 'incremental' || plan.parent.image.labels[auditLabel] !== auditRules)
    return auditImage({ ref, files, onlyThese: adopted !== undefined, cache: home.cache, sandbox, signal });
  const paths = new Set(files.map(({ path }) => path));
  const layer = changedParts([...parts, ...localisation], plan.changes);
  return auditLayer({ ref, layer, counts: (path) => paths.has(path) });
}
