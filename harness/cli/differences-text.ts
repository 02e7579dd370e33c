import { countOf } from '../../reports/model/measures.ts';
import { plainLine } from '../../reports/model/plain-text.ts';
import { isCommit } from '../image/build-differences.ts';
import type { ExplainedDifference, ExplainedDifferences } from './explain-differences.ts';

/** The differences for a person: a block for each repository. What came from elsewhere is made harmless. */
export function differencesText({ from, to, common, versions }: ExplainedDifferences): string {
  const groups = versions.map(({ from, to, repositories }) =>
    group(`MediaWiki ${arrow(from, to)}`, repositories),
  );
  return [
    `from: ${from.name}`,
    `to: ${to.name}`,
    '',
    ...groups.flat(),
    ...(common.length > 0 ? group('Configuration', common) : []),
  ]
    .map((line) => `${plain(line)}\n`)
    .join('');
}

function group(title: string, differences: readonly ExplainedDifference[]): readonly string[] {
  if (differences.length === 0) return [`${title}: no difference.`, ''];
  return [
    `${title}: ${countOf(differences.length, 'repository differs', 'repositories differ')}.`,
    '',
    ...differences.flatMap(block),
  ];
}

function block(difference: ExplainedDifference): readonly string[] {
  return [
    `${difference.repo}: ${headline(difference)}`,
    ...details(difference).map((line) => `  ${line}`),
    '',
  ];
}

function headline({ from, to, commits }: ExplainedDifference): string {
  if (!from) return `new, ${short(to?.commit_ref ?? '')}`;
  if (!to) return `gone, was ${short(from.commit_ref)}`;
  if (from.commit_ref === to.commit_ref) return short(to.commit_ref);
  const step = arrow(short(from.commit_ref), short(to.commit_ref));
  if (commits) return `${step}, ${countOf(commits.added.length, 'commit')}`;
  return isCommit(from) && isCommit(to) ? `${step}, commits not kept on this machine` : step;
}

function details({ from, to, commits, patches, files }: ExplainedDifference): readonly string[] {
  const { added = [], gone = [] } = commits ?? {};
  return [
    ...added.map(commitLine),
    ...gone.map((commit) => `gone: ${commitLine(commit)}`),
    ...patches.added.map(({ name }) => `patch added: ${name}`),
    ...patches.gone.map(({ name }) => `patch gone: ${name}`),
    ...(from?.dirty === to?.dirty ? [] : [dirtyLine(from?.dirty ?? 0, to?.dirty ?? 0)]),
    ...(files?.changed ?? []).map((path) => `changed: ${path}`),
    ...(files?.added ?? []).map((path) => `added: ${path}`),
    ...(files?.removed ?? []).map((path) => `removed: ${path}`),
    ...(files?.more ? [`… and ${files.more} more`] : []),
  ];
}

function commitLine({ commit, subject, date }: { commit: string; subject: string; date: string }): string {
  return `${commit.slice(0, 10)} ${subject} (${date.slice(0, 10)})`;
}

function dirtyLine(from: number, to: number): string {
  return `files that differ from the commit: ${arrow(String(from), String(to))}`;
}

/** A commit or hash cut to what tells it from others; a package's version whole. */
function short(ref: string): string {
  if (/^[0-9a-f]{40}$/.test(ref)) return ref.slice(0, 10);
  return ref.startsWith('sha256:') ? ref.slice(0, 'sha256:'.length + 10) : ref;
}

function arrow(from: string, to: string): string {
  return from === to ? to : `${from} → ${to}`;
}

/** Keeps the indentation. */
function plain(line: string): string {
  const indentation = /^ */.exec(line)?.[0] ?? '';
  return indentation + plainLine(line);
}
