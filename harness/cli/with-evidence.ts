import { failureSentence } from '../core/failure.ts';
import type { Attempt } from '../core/result.ts';
import { attachEvidence, collectEvidence, incompleteNotice } from '../run/collect-evidence.ts';
import type { RunningTrack, Stages } from '../run/stages.ts';

export interface TestedTrack {
  readonly stages: Pick<Stages, 'collectLogs'>;
  readonly running: Pick<RunningTrack, 'record'>;
  readonly resultsDirectory: string;
  readonly onNotice: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Attempts of which those that failed have what the wikis logged of them among their attachments. */
export async function withEvidence(
  attempts: readonly Attempt[],
  { stages, running, resultsDirectory, onNotice, signal }: TestedTrack,
): Promise<readonly Attempt[]> {
  if (!attempts.some(({ status }) => status === 'failed')) return attempts;
  const { name, track } = running.record;
  const collected = await stages.collectLogs(name, track, signal);
  if (!collected.ok) {
    onNotice(`What the wikis logged could not be read: ${failureSentence(collected.failure)}`);
    return attempts;
  }
  const incomplete = incompleteNotice(collected.value);
  if (incomplete !== undefined) onNotice(incomplete);
  const directoryOf = async () => resultsDirectory;
  const logs = await collectEvidence(collected.value, attempts, directoryOf);
  const attached = await attachEvidence(logs, attempts, directoryOf);
  const attachmentOf = new Map(attached.map(({ attempt, attachment }) => [attempt, attachment]));
  return attempts.map((attempt) => {
    const attachment = attachmentOf.get(attempt);
    return attachment ? { ...attempt, attachments: [...attempt.attachments, attachment] } : attempt;
  });
}
