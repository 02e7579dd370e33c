import { failed, type Outcome, ok } from '../core/failure.ts';

/** Dbname to `php-<version>`, as in `wikiversions.json`. */
export type WikiVersions = Readonly<Record<string, string>>;

/** Which versions a build includes and which wiki runs which, where that is decided over the staging directory. */
export interface VersionChoice {
  /** Stands for the staged `wikiversions.json`: dbname to `php-<version>`. */
  readonly wikiversions?: WikiVersions;
  /** The one version of the image, for every wiki, without `php-`. */
  readonly singleVersion?: string;
}

export interface VersionQuestion {
  /** The versions that there are, without `php-`; at least one. */
  readonly staged: readonly string[];
  /** The staged `wikiversions.json`. */
  readonly wikiversions?: WikiVersions;
  readonly choice?: VersionChoice;
  /** The wikis of the environment, by dbname. */
  readonly wikis: readonly string[];
}

export interface DecidedVersions {
  /** Those that a wiki runs, without `php-`, oldest first. */
  readonly versions: readonly string[];
  /** Of the environment's wikis and of all others that the map had. */
  readonly map: WikiVersions;
}

/**
 * Which versions the image includes (as scap does, those that a wiki runs) and which wiki runs which: the single
 * version, else the map that was given, else the staged one, else the only version that is staged. A wiki of the
 * environment that the map lacks runs the map's only version.
 */
export function decideVersions(question: VersionQuestion): Outcome<DecidedVersions> {
  const { staged, wikis, choice = {} } = question;
  const known = choice.wikiversions ?? question.wikiversions ?? {};
  const { singleVersion } = choice;
  const all = [...new Set([...Object.keys(known), ...wikis])];
  if (singleVersion !== undefined)
    return include(
      staged,
      all.map((wiki) => [wiki, `php-${singleVersion}`]),
    );
  const used = new Set(Object.values(known));
  const [only, another] = used.size > 0 ? used : staged.map((version) => `php-${version}`);
  const lacking = wikis.find((wiki) => !Object.hasOwn(known, wiki));
  if (lacking !== undefined && (only === undefined || another !== undefined))
    return failed(used.size > 0 ? noEntry(lacking, used) : noMap(staged));
  return include(
    staged,
    all.map((wiki) => [wiki, (Object.hasOwn(known, wiki) ? known[wiki] : only) ?? '']),
  );
}

function include(
  staged: readonly string[],
  entries: readonly (readonly [wiki: string, tree: string])[],
): Outcome<DecidedVersions> {
  for (const [wiki, tree] of entries) {
    const version = versionOf(tree);
    if (version === undefined) return failed(malformed(wiki, tree));
    if (!staged.includes(version)) return failed(notStaged(wiki, version, staged));
  }
  const versions = new Set(entries.map(([, tree]) => tree.slice('php-'.length)));
  return ok({ versions: [...versions].sort(compareVersions), map: Object.fromEntries(entries) });
}

const pattern = /^(?:\d+\.\d+(?:\.\d+)?(?:-[A-Za-z0-9.]+)?|master|next|branch_cut_pretest)$/;

/** The version of a name of the form `php-<version>`, as `multiversion/WikiVersions.php` reads it. */
export function versionOf(tree: string): string | undefined {
  const version = tree.startsWith('php-') ? tree.slice('php-'.length) : '';
  return pattern.test(version) ? version : undefined;
}

const ranks: Readonly<Record<string, number>> = { next: 1, branch_cut_pretest: 1, master: 2 };

/** scap's order: numbers, then `next` and `branch_cut_pretest`, then `master`. A release comes after its previews. */
function compareVersions(a: string, b: string): number {
  const rank = (ranks[a] ?? 0) - (ranks[b] ?? 0);
  if (rank !== 0) return rank;
  const [numbersA, previewA] = split(a);
  const [numbersB, previewB] = split(b);
  const collator = new Intl.Collator('en', { numeric: true });
  return (
    collator.compare(numbersA, numbersB) ||
    Number(previewA === '') - Number(previewB === '') ||
    collator.compare(previewA, previewB) ||
    (a < b ? -1 : 1)
  );
}

function split(version: string): readonly [numbers: string, preview: string] {
  const dash = version.indexOf('-');
  return dash < 0 ? [version, ''] : [version.slice(0, dash), version.slice(dash + 1)];
}

function malformed(wiki: string, tree: string) {
  return {
    kind: 'usage' as const,
    what: `${JSON.stringify(tree)}, the version of ${wiki}, is not of the form php-<version>.`,
    next: 'A version is X.Y.Z-wmf.N, a release, master, next or branch_cut_pretest.',
  };
}

function notStaged(wiki: string, version: string, staged: readonly string[]) {
  return {
    kind: 'usage' as const,
    what: `${wiki} runs php-${version}, which is not staged.`,
    why: `Staged is ${staged.map((each) => `php-${each}`).join(', ')}.`,
    next: 'Stage it, or decide otherwise with --wikiversions FILE or --single-version VERSION.',
  };
}

function noEntry(wiki: string, used: ReadonlySet<string>) {
  return {
    kind: 'usage' as const,
    what: `wikiversions.json does not say which of ${[...used].join(', ')} the wiki ${wiki} runs.`,
    next: 'Add it there, or give --wikiversions FILE or --single-version VERSION.',
  };
}

function noMap(staged: readonly string[]) {
  return {
    kind: 'usage' as const,
    what: `Nothing says which wiki runs which of ${staged.map((each) => `php-${each}`).join(', ')}.`,
    next: 'Give --wikiversions FILE or --single-version VERSION, or stage a wikiversions.json.',
  };
}
