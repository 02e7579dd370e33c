import type { BuildRecord } from '../core/build-record.ts';
import type { Comparison, LogComparison } from '../core/comparison.ts';
import type { Outcome } from '../core/failure.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Suspect } from '../core/suspect.ts';
import { filesOfTrace, type TracedFile } from '../core/trace-files.ts';
import type { TreeEntry } from '../core/tree.ts';
import { isCommit } from '../image/build-differences.ts';
import { type BuiltFiles, type ChangedFile, changedFile } from '../image/changed-file.ts';
import type { HistoryCommit, HistoryRequest } from '../source/object-cache.ts';
import { mapInOrder } from '../system/map-in-order.ts';

/** What knows the files and the history of builds on this machine. */
export interface BuildHistory {
  filesOf(build: BuildRecord): Promise<readonly TreeEntry[] | undefined>;
  commitsBetween(
    request: Omit<HistoryRequest, 'cache' | 'command'>,
  ): Promise<Outcome<readonly HistoryCommit[]>>;
}

/** More commits than these are no suspects. */
const mostCommits = 10;

/** Adds to each log line that is worth a look what differs between the builds in the files of its trace. */
export async function addSuspects(
  comparison: Comparison,
  { builds: { train, next } }: RunRecord,
  history: BuildHistory,
  signal: AbortSignal,
): Promise<Comparison> {
  const worth = comparison.logs.filter(({ verdict }) => verdict !== 'same' && verdict !== 'lowered');
  if (!train || !next || worth.every(({ example }) => filesOfTrace(example).length === 0)) return comparison;
  const [from, to] = [await filesOfBuild(history, train), await filesOfBuild(history, next)];
  const finder = new SuspectFinder(from, to, history, signal);
  const logs = await mapInOrder(comparison.logs, 1, async (log): Promise<LogComparison> => {
    return worth.includes(log) ? { ...log, suspects: await finder.find(filesOfTrace(log.example)) } : log;
  });
  return { ...comparison, logs };
}

async function filesOfBuild(history: BuildHistory, build: BuildRecord): Promise<BuiltFiles> {
  const files = await history.filesOf(build);
  return { build, ...(files && { files: new Map(files.map((entry) => [entry.path, entry])) }) };
}

/** Looks each file up once. */
class SuspectFinder {
  readonly #train: BuiltFiles;
  readonly #next: BuiltFiles;
  readonly #history: BuildHistory;
  readonly #signal: AbortSignal;
  readonly #found = new Map<string, Promise<readonly Suspect[]>>();

  constructor(train: BuiltFiles, next: BuiltFiles, history: BuildHistory, signal: AbortSignal) {
    this.#train = train;
    this.#next = next;
    this.#history = history;
    this.#signal = signal;
  }

  async find(files: readonly TracedFile[]): Promise<readonly Suspect[]> {
    const suspects = await mapInOrder(files, 2, (file) => {
      const key = `${file.version ?? ''} ${file.path}`;
      const found = this.#found.get(key) ?? this.#look(file);
      this.#found.set(key, found);
      return found;
    });
    return suspects.flat();
  }

  async #look(file: TracedFile): Promise<readonly Suspect[]> {
    const changed = changedFile(this.#train, this.#next, file);
    if (!changed) return [];
    const commits = await this.#commitsOf(changed);
    const isSure = this.#train.files !== undefined && this.#next.files !== undefined;
    if (!isSure && !commits?.length) return [];
    return [{ ...changed.suspect, ...(commits && { commits: commits.slice(0, mostCommits) }) }];
  }

  /** Undefined when history does not tell. */
  async #commitsOf({ from, to, pathInCheckout }: ChangedFile): Promise<readonly HistoryCommit[] | undefined> {
    const url = to?.url ?? from?.url;
    if (!url || !from || !to || !isCommit(from) || !isCommit(to)) return undefined;
    const range = { from: from.commit_ref, to: to.commit_ref, path: pathInCheckout };
    const listed = await this.#history.commitsBetween({ url, ...range, signal: this.#signal });
    return listed.ok ? listed.value : undefined;
  }
}
