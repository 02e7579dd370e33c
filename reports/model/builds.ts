import type { BuildRecord, Image } from '../../harness/core/build-record.ts';
import type { Comparison } from '../../harness/core/comparison.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import type { RepositoryCommits } from '../../harness/core/suspect.ts';
import { commitLine } from './commit-line.ts';
import { formatCount, formatMegabytes, formatSeconds } from './measures.ts';
import { plainLine } from './plain-text.ts';

/** One fact on both tracks; a side is absent when that track has none. */
export interface FactRow {
  readonly name: string;
  readonly train?: string;
  readonly next?: string;
  readonly differs: boolean;
}

export interface Builds {
  readonly facts: readonly FactRow[];
  /** Packages or repositories, those that differ first. */
  readonly checkouts: readonly FactRow[];
  readonly commits: readonly CommitList[];
}

/** What came into a repository with next, the newest first. */
export interface CommitList {
  readonly repo: string;
  readonly commits: readonly string[];
  /** How many older ones are not listed. */
  readonly more: number;
}

export function builds(record: RunRecord, comparison: Pick<Comparison, 'commits'>): Builds {
  return {
    facts: [...buildFacts(record), ...environmentFacts(record)],
    checkouts: checkouts(record),
    commits: (comparison.commits ?? []).map(commitList),
  };
}

function commitList({ repo, total, commits }: RepositoryCommits): CommitList {
  return { repo: plainLine(repo), commits: commits.map(commitLine), more: total - commits.length };
}

const facts: readonly (readonly [string, (build: BuildRecord) => string | undefined])[] = [
  ['MediaWiki', (build) => build.version],
  ['image', (build) => build.image.ref],
  ['digest', (build) => shortDigest(build.image)],
  ['kind', (build) => build.kind],
  ['reason', (build) => build.reason],
  ['parent', (build) => build.parent && shortDigest(build.parent)],
  ['size', (build) => formatMegabytes(build.bytes)],
  ['files', (build) => formatCount(build.files)],
  ['manifest', ({ manifest }) => manifest.hash.slice(0, 12)],
  ['configuration', ({ manifest }) => `${manifest.config.name} ${manifest.config.hash.slice(0, 12)}`],
  ['build time', (build) => formatSeconds(build.seconds)],
];

function buildFacts({ builds: { train, next } }: RunRecord): FactRow[] {
  if (!train && !next) return [];
  return facts
    .map(([name, value]) => factRow(name, train && value(train), next && value(next)))
    .filter(hasValue);
}

function environmentFacts({ environments: { train, next } }: RunRecord): FactRow[] {
  return [
    factRow(
      'ready after',
      train && formatSeconds(train.readySeconds),
      next && formatSeconds(next.readySeconds),
    ),
    factRow('wikis', wikiNames(train?.wikis), wikiNames(next?.wikis)),
  ].filter(hasValue);
}

function checkouts({ builds: { train, next } }: RunRecord): FactRow[] {
  const [before, after] = [versions(train), versions(next)];
  const repos = [...new Set([...before.keys(), ...after.keys()])].sort();
  return repos
    .map((repo) => factRow(repo, before.get(repo), after.get(repo)))
    .toSorted((a, b) => Number(b.differs) - Number(a.differs));
}

function versions(build: BuildRecord | undefined): ReadonlyMap<string, string> {
  const all = build?.manifest.checkouts ?? [];
  const repeated = new Set(all.map(({ repo }) => repo)).size < all.length;
  return new Map(
    all.map(({ repo, path, branch, commit_ref }) => [
      repeated ? `${repo} ${path}` : repo,
      [branch, commit_ref.slice(0, 40)].filter(Boolean).join(' '),
    ]),
  );
}

function factRow(name: string, train: string | undefined, next: string | undefined): FactRow {
  return {
    name: plainLine(name),
    ...(train !== undefined && { train: plainLine(train) }),
    ...(next !== undefined && { next: plainLine(next) }),
    differs: train !== next,
  };
}

function hasValue({ train, next }: FactRow): boolean {
  return train !== undefined || next !== undefined;
}

function shortDigest({ digest }: Image): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

function wikiNames(wikis: readonly { readonly dbname: string; readonly lang: string }[] | undefined) {
  return wikis?.map(({ dbname, lang }) => `${dbname} (${lang})`).join(', ');
}
