import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { Attempt } from '../core/result.ts';
import { isResultFile, type ReadResult, type ResultContext, readResultFile } from './results.ts';
import type { SuiteFinished } from './runner.ts';

/** Result files that appear in a directory; those that were there before belong to somebody else. */
export interface ResultsWatch {
  /** Reads what the watch missed or met half-written, and ends it. */
  finish(): Promise<SuiteFinished>;
}

/** Reports each attempt once, as soon as its result file is whole. */
export async function watchResults(
  context: ResultContext,
  onAttempt: (attempt: Attempt) => void,
): Promise<ResultsWatch> {
  const collection = new Collection(context, onAttempt);
  await collection.ignorePresent();
  const watcher = watchFolder(context.directory, (name) => collection.offer(name));
  return {
    async finish() {
      watcher?.close();
      return collection.complete();
    },
  };
}

class Collection {
  readonly #context: ResultContext;
  readonly #onAttempt: (attempt: Attempt) => void;
  readonly #done = new Set<string>();
  readonly #attempts: Attempt[] = [];
  readonly #problems: string[] = [];
  #queue: Promise<void> = Promise.resolve();

  constructor(context: ResultContext, onAttempt: (attempt: Attempt) => void) {
    this.#context = context;
    this.#onAttempt = onAttempt;
  }

  async ignorePresent(): Promise<void> {
    for (const name of await this.#resultFiles()) this.#done.add(name);
  }

  /** One file after the other, so that a file with several events is read once. */
  offer(name: string): void {
    this.#queue = this.#queue.then(() => this.#take(name, 'maybe half-written'));
  }

  async complete(): Promise<SuiteFinished> {
    await this.#queue;
    for (const name of await this.#resultFiles()) await this.#take(name, 'final');
    return { attempts: this.#attempts, problems: this.#problems };
  }

  async #take(name: string, state: 'maybe half-written' | 'final'): Promise<void> {
    if (this.#done.has(name) || !isResultFile(name)) return;
    const result = await readResultFile(name, this.#context);
    if (!result.attempt && state !== 'final') return;
    this.#done.add(name);
    this.#keep(result);
  }

  #keep({ attempt, problems }: ReadResult): void {
    this.#problems.push(...problems);
    if (!attempt) return;
    this.#attempts.push(attempt);
    this.#onAttempt(attempt);
  }

  async #resultFiles(): Promise<readonly string[]> {
    return (await readdir(this.#context.directory)).filter(isResultFile).sort();
  }
}

/** Undefined where the system cannot watch (for example out of inotify watches): results then come at the end. */
function watchFolder(directory: string, onFile: (name: string) => void): FSWatcher | undefined {
  try {
    const watcher = watch(directory, (_, name) => {
      if (name) onFile(name);
    });
    return watcher.on('error', () => watcher.close());
  } catch {
    return undefined;
  }
}
