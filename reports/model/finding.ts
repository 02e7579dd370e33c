import type { TestComparison, TestVerdict } from '../../harness/core/comparison.ts';
import type { Attachment, Attempt, AttemptStatus, TestIdentity } from '../../harness/core/result.ts';
import type { Track } from '../../harness/core/track.ts';
import { unreachable } from '../../harness/core/unreachable.ts';
import type { LogRow } from './log-row.ts';
import { plainLine, plainText } from './plain-text.ts';
import { type Tone, testVerdictWords } from './verdict-words.ts';
import { waivedSentence } from './waived.ts';

/**
 * A verdict worth a person's look, with its evidence. `number` is its place among them; `id` is unique in the report and
 * names the place to link to.
 */
export type Finding = {
  readonly number: number;
  readonly id: string;
  readonly gates: boolean;
  readonly tone: Tone;
} & FindingBody;

export type FindingBody = FailureBody | TestBody | ({ readonly kind: 'log' } & LogRow);

/** A step of the run that failed, such as an image that did not build or boot. */
export interface FailureBody {
  readonly kind: 'failure';
  readonly title: string;
  /** The phase, and the track if it was of one. */
  readonly place: string;
  readonly why?: string;
  readonly next: string;
}

export interface TestBody {
  readonly kind: 'test';
  readonly verdict: TestVerdict;
  readonly title: string;
  /** Suite, file, groups and project. */
  readonly place: string;
  readonly reason: string;
  readonly waived?: string;
  readonly sides: Readonly<Record<Track, TestSide>>;
}

export interface TestSide {
  readonly attempts: readonly {
    readonly status: AttemptStatus;
    readonly purpose: Attempt['purpose'];
    readonly seconds: number;
  }[];
  /** Each different failure once. */
  readonly failures: readonly { readonly message: string; readonly trace?: string; readonly times: number }[];
  /** Of the last failed attempt, else of the last one. */
  readonly attachments: readonly EvidenceFile[];
}

export interface EvidenceFile extends Attachment {
  readonly track: Track;
  readonly suite: string;
}

export function testBody({
  test,
  verdict,
  reason,
  waived,
  attempts,
}: TestComparison): TestBody & { readonly tone: Tone } {
  return {
    kind: 'test',
    verdict,
    tone: testVerdictWords[verdict].tone,
    title: testTitle(test),
    place: testPlace(test),
    reason: plainLine(reason, 600),
    ...(waived && { waived: waivedSentence(waived) }),
    sides: { train: testSide(attempts.train), next: testSide(attempts.next) },
  };
}

/** What kind of finding it is, in two or three words. */
export function findingLabel(finding: Finding): string {
  switch (finding.kind) {
    case 'failure':
      return 'failed step';
    case 'test':
      return finding.verdict;
    case 'log':
      return `${finding.verdict} ${finding.deprecation ? 'deprecation' : finding.isMail ? 'mail' : 'log line'}`;
    default:
      return unreachable(finding);
  }
}

export function testTitle({ titlePath, file }: TestIdentity): string {
  return plainLine(titlePath.at(-1) ?? file);
}

export function testPlace({ suite, file, titlePath, project }: TestIdentity): string {
  const parts = [suite, file, ...titlePath.slice(0, -1), ...(project === suite ? [] : [project])];
  return plainLine(parts.join(' › '));
}

function testSide(attempts: readonly Attempt[]): TestSide {
  const failedAttempts = attempts.filter(({ status }) => status === 'failed');
  return {
    attempts: attempts.map(({ status, purpose, seconds }) => ({ status, purpose, seconds })),
    failures: distinctFailures(failedAttempts),
    attachments: (failedAttempts.length > 0 ? failedAttempts : attempts).slice(-1).flatMap(evidenceFiles),
  };
}

function distinctFailures(attempts: readonly Attempt[]): TestSide['failures'] {
  const byMessage = Map.groupBy(attempts, (attempt) => plainText(attempt.message ?? 'It left no message.'));
  return [...byMessage].map(([message, same]) => {
    const trace = same.find((attempt) => attempt.trace)?.trace;
    return { message, times: same.length, ...(trace && { trace: plainText(trace, 12_000) }) };
  });
}

function evidenceFiles({ attachments, track, test }: Attempt): EvidenceFile[] {
  return attachments.map((attachment) => ({
    ...attachment,
    name: plainLine(attachment.name, 120),
    track,
    suite: test.suite,
  }));
}
