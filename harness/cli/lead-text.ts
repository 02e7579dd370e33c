import { formatTime } from '../../reports/model/measures.ts';
import type { Lead } from '../history/lead.ts';
import { formatLong } from './long-time.ts';

/** Whether a fault was caught before the test wikis had it, in a sentence. */
export function caughtSentence({ caught, cameIn, trains }: Lead): string {
  if (caught === 'before') return 'It was found before the test wikis had it.';
  if (caught === 'after') return 'The test wikis had it before it was found.';
  const why =
    cameIn.earliest === undefined
      ? 'no good run came before'
      : `it may have been in the train of ${trains[0]?.cut.slice(0, 10)} already`;
  return `Whether it was found before the test wikis had it is not known: ${why}.`;
}

/** `test wikis 2026-11-10 03:00 UTC, 5 d 0 h later`, for each group of the train that carries it. */
export function leadLines({ trains }: Lead): readonly string[] {
  return (trains.at(-1)?.groups ?? []).map(
    ({ name, at, lead }) =>
      `${name} ${formatTime(at)}, ${lead < 0 ? `${formatLong(-lead)} before` : `${formatLong(lead)} later`}`,
  );
}

/** How long it took from build and merge to the verdict. */
export function detectionText({ secondsFromBuild, secondsFromMerge: { least, most } }: Lead): string {
  const merged = most === undefined ? `at least ${formatLong(least)}` : `at most ${formatLong(most)}`;
  return `${formatLong(secondsFromBuild)} after its build was begun, ${merged} after it was merged`;
}
