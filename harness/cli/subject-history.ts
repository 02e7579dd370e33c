import { type Outcome, ok } from '../core/failure.ts';
import { type History, historyOf } from '../history/history-of.ts';
import { type Lead, leadOf } from '../history/lead.ts';
import type { Night, Subject } from '../history/night.ts';
import type { RunIndex } from '../store/index/run-index.ts';
import type { Context } from './context.ts';
import { EpisodeSuspects, oldestCommit } from './episode-suspects.ts';
import type { ExplainedDifferences } from './explain-differences.ts';
import { findSubject } from './find-subject.ts';
import { expectRuns, type HistoryEnvironment } from './history-of-environment.ts';

/** What `gm1 history` says of a test or a signature. */
export interface SubjectHistory {
  readonly subject: Subject;
  readonly environment: string;
  readonly nights: readonly Night[];
  readonly history: History;
  /** Of the newest episode. */
  readonly lead?: Lead;
  readonly suspects?: ExplainedDifferences;
}

export async function subjectHistory(
  context: Context,
  index: RunIndex,
  environment: HistoryEnvironment,
  asked: string,
): Promise<Outcome<SubjectHistory>> {
  const hasRuns = await expectRuns(index, environment);
  if (!hasRuns.ok) return hasRuns;
  const subject = findSubject(await index.subjects(), asked);
  if (!subject.ok) return subject;
  const nights = await index.nights(subject.value, environment.name);
  const history = historyOf(nights);
  const newest = history.episodes.at(-1);
  const suspects = newest && (await new EpisodeSuspects(context, index).of(newest));
  const lead = newest && leadOf(newest, environment.calendar, oldestCommit(suspects));
  return ok({
    subject: subject.value,
    environment: environment.name,
    nights,
    history,
    ...(lead && { lead }),
    ...(suspects && { suspects }),
  });
}
