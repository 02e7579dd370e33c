import type { Wiki } from '../core/environment-record.ts';
import type { Surroundings } from './surroundings.ts';
import { isAnswering } from './wiki-answers.ts';

/** Seconds of one wiki. */
export interface WikiSeconds {
  readonly dbname: string;
  readonly seconds: number;
}

/** Between two questions to a wiki that answers, and to one that does not; and how long an answer may take. Seconds. */
const [rest, haste, patience] = [0.3, 0.1, 3];

/** Asks the API of each wiki again and again until `end`, which says how long each of them did not answer. */
export function watchWikis(around: Surroundings, wikis: readonly Wiki[]) {
  const ending = new AbortController();
  const watched = wikis.map((wiki) => watchWiki(around, wiki, ending.signal));
  return {
    async end(): Promise<readonly WikiSeconds[]> {
      ending.abort();
      return Promise.all(watched);
    },
  };
}

async function watchWiki(
  { http, clock, pause }: Surroundings,
  wiki: Wiki,
  signal: AbortSignal,
): Promise<WikiSeconds> {
  let seconds = 0;
  let failingSince: number | undefined;
  while (!signal.aborted) {
    const asked = clock.seconds();
    const answers = await isAnswering(http, wiki, patience, signal);
    if (signal.aborted) break;
    if (!answers) failingSince ??= asked;
    else if (failingSince !== undefined) {
      seconds += clock.seconds() - failingSince;
      failingSince = undefined;
    }
    await pause(answers ? rest : haste, signal);
  }
  if (failingSince !== undefined) seconds += clock.seconds() - failingSince;
  return { dbname: wiki.dbname, seconds };
}
