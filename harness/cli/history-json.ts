import type { Episode } from '../history/episodes.ts';
import type { Night } from '../history/night.ts';
import type { SubjectHistory } from './subject-history.ts';

/** What `gm1 history --json` prints of a subject; docs/history.md describes it. */
export function historyJson({
  subject,
  environment,
  nights,
  history,
  lead,
  suspects,
}: SubjectHistory): object {
  const { firstSeen, lastGreen, episodes, ...rest } = history;
  return {
    kind: subject.kind,
    name: subject.name,
    environment,
    ...rest,
    ...(firstSeen && { firstSeen: reference(firstSeen) }),
    ...(lastGreen && { lastGreen: reference(lastGreen) }),
    episodes: episodes.map(episodeJson),
    ...(lead && { lead }),
    ...(suspects && { suspects }),
    nights,
  };
}

export function episodeJson({ firstBad, lastBad, lastGood, fixed, red }: Episode): object {
  return {
    firstBad: reference(firstBad),
    lastBad: reference(lastBad),
    ...(lastGood && { lastGood: reference(lastGood) }),
    ...(fixed && { fixed: reference(fixed) }),
    redRuns: red.length,
  };
}

function reference({ run, startedAt, build }: Night): object {
  return { run, startedAt, ...(build && { build: build.id }) };
}
