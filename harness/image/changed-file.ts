import type { BuildRecord } from '../core/build-record.ts';
import type { Checkout } from '../core/manifest.ts';
import type { Suspect } from '../core/suspect.ts';
import type { TracedFile } from '../core/trace-files.ts';
import type { TreeEntry } from '../core/tree.ts';

/** A build with the files of its staging directory by path, if they are still known. */
export interface BuiltFiles {
  readonly build: BuildRecord;
  readonly files?: ReadonlyMap<string, TreeEntry>;
}

/** The file as one of the builds has it. */
interface FileSide {
  /** In the staging directory. */
  readonly path: string;
  readonly entry?: TreeEntry;
  readonly checkout?: Checkout;
}

/** A file that differs, with what is needed to ask history about it. */
export interface ChangedFile {
  readonly suspect: Suspect;
  readonly from?: Checkout;
  readonly to?: Checkout;
  /** Relative to the checkout. */
  readonly pathInCheckout: string;
}

/** Whether a file of a trace differs between two builds, and whose it is. Undefined when not, or when nobody knows. */
export function changedFile(train: BuiltFiles, next: BuiltFiles, file: TracedFile): ChangedFile | undefined {
  const [from, to] = [sideOf(train, file), sideOf(next, file)];
  const change = changeOf(train, next, from, to);
  if (!change) return undefined;
  const [earlier, later] = [from.checkout, to.checkout];
  const owner = later ?? earlier;
  return {
    suspect: {
      file: file.path,
      change,
      repo: owner?.repo ?? `gm1/environments/${next.build.manifest.config.name}`,
      ...refsOf(train, next, earlier, later),
      patches: patchesOfOne(earlier, later),
    },
    ...(earlier && { from: earlier }),
    ...(later && { to: later }),
    pathInCheckout: (later ? to.path : from.path).slice((owner?.path.length ?? -1) + 1),
  };
}

function sideOf({ build, files }: BuiltFiles, file: TracedFile): FileSide {
  const { versions, version, checkouts } = build.manifest;
  const own = file.version && versions.includes(file.version) ? file.version : version;
  const inVersion = `php-${own}/${file.path}`;
  const path = isOfConfiguration(file, files) ? file.path : inVersion;
  const entry = files?.get(path);
  const checkout = ownerOf(path, checkouts);
  return { path, ...(entry && { entry }), ...(checkout && { checkout }) };
}

/** Without a version the path may be one of the staging directory itself. */
function isOfConfiguration({ version, path }: TracedFile, files: BuiltFiles['files']): boolean {
  return version === undefined && (files?.has(path) ?? /^(?:wmf-config|multiversion|w)\//.test(path));
}

/** The innermost checkout; of packages that share a folder the one after which the others are named. */
function ownerOf(path: string, checkouts: readonly Checkout[]): Checkout | undefined {
  return checkouts
    .filter((checkout) => path.startsWith(`${checkout.path}/`))
    .sort((a, b) => b.path.length - a.path.length || a.repo.length - b.repo.length)[0];
}

/** By the files when both lists are known, else only history can tell: a file of two commits may have changed. */
function changeOf(
  train: BuiltFiles,
  next: BuiltFiles,
  from: FileSide,
  to: FileSide,
): Suspect['change'] | undefined {
  if (!train.files || !next.files) return mayDiffer(from.checkout, to.checkout) ? 'changed' : undefined;
  if (!from.entry) return to.entry && 'added';
  if (!to.entry) return 'removed';
  return isSame(from.entry, to.entry) ? undefined : 'changed';
}

function mayDiffer(from: Checkout | undefined, to: Checkout | undefined): boolean {
  return from !== undefined && to !== undefined && from.commit_ref !== to.commit_ref;
}

function isSame(from: TreeEntry, to: TreeEntry): boolean {
  if (from.kind === 'file' && to.kind === 'file') return from.sha256 === to.sha256;
  return from.kind === 'link' && to.kind === 'link' && from.to === to.to;
}

function refsOf(train: BuiltFiles, next: BuiltFiles, from?: Checkout, to?: Checkout) {
  if (!from && !to) return { from: train.build.manifest.config.hash, to: next.build.manifest.config.hash };
  return { ...(from && { from: from.commit_ref }), ...(to && { to: to.commit_ref }) };
}

function patchesOfOne(from: Checkout | undefined, to: Checkout | undefined): readonly string[] {
  const [earlier, later] = [from?.patches ?? [], to?.patches ?? []];
  const only = [
    ...later.filter(({ hash }) => !earlier.some((other) => other.hash === hash)),
    ...earlier.filter(({ hash }) => !later.some((other) => other.hash === hash)),
  ];
  return only.map(({ name }) => name);
}
