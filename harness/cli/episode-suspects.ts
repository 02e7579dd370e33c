import type { Episode } from '../history/episodes.ts';
import type { RunIndex } from '../store/index/run-index.ts';
import type { Context } from './context.ts';
import { namedSideOf } from './diff-side.ts';
import { type ExplainedDifferences, explainSides } from './explain-differences.ts';

/** What differs between the last good build and the first bad one. Looks each pair of builds up once. */
export class EpisodeSuspects {
  readonly #context: Context;
  readonly #index: RunIndex;
  readonly #found = new Map<string, Promise<ExplainedDifferences | undefined>>();

  constructor(context: Context, index: RunIndex) {
    this.#context = context;
    this.#index = index;
  }

  /** Undefined when there was no good build before, or nothing was built. */
  of({ firstBad, lastGood }: Episode): Promise<ExplainedDifferences | undefined> {
    const [from, to] = [lastGood?.build?.id, firstBad.build?.id];
    if (from === undefined || to === undefined) return Promise.resolve(undefined);
    const key = `${from} ${to}`;
    const found = this.#found.get(key) ?? this.#look(from, to);
    this.#found.set(key, found);
    return found;
  }

  async #look(from: string, to: string): Promise<ExplainedDifferences | undefined> {
    const [good, bad] = [await this.#index.build(from), await this.#index.build(to)];
    if (!good || !bad) return undefined;
    return explainSides(
      this.#context,
      await namedSideOf(this.#context, good),
      await namedSideOf(this.#context, bad),
    );
  }
}

/** The time of the oldest commit between two builds, ISO 8601; undefined unless commits are all that differs. */
export function oldestCommit(differences: ExplainedDifferences | undefined): string | undefined {
  if (!differences || differences.common.length > 0) return undefined;
  const repositories = differences.versions.flatMap(({ repositories: each }) => each);
  const times = repositories.map(({ from, to, commits, patches }) => {
    const isAll = from?.dirty === to?.dirty && patches.added.length === 0 && patches.gone.length === 0;
    return isAll && commits?.gone.length === 0
      ? commits.added.map(({ date }) => new Date(date).toISOString())
      : undefined;
  });
  if (times.includes(undefined)) return undefined;
  return times.flatMap((each) => each ?? []).sort()[0];
}
