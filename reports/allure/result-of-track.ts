import { z } from 'zod';
import type { RunFinding } from '../../harness/comparison/findings.ts';
import type { Comparison, TestComparison, TestVerdict } from '../../harness/core/comparison.ts';
import { type Track, tracks } from '../../harness/core/track.ts';

const named = z.looseObject({ name: z.string(), value: z.string().nullish() });

/** An Allure result file as far as a report changes it; the rest is kept as it is. */
export const allureResult = z.looseObject({
  name: z.string().default(''),
  fullName: z.string().nullish(),
  historyId: z.string().nullish(),
  testCaseId: z.string().nullish(),
  status: z.string().nullish(),
  statusDetails: z.looseObject({ message: z.string().nullish() }).nullish(),
  start: z.number().nullish(),
  labels: z.array(named).default([]),
  parameters: z.array(named).default([]),
  links: z.array(z.unknown()).default([]),
});

export type AllureResult = z.infer<typeof allureResult>;

/** What the comparison says of the test of a result. */
export interface Judged {
  readonly verdict: TestVerdict;
  /** To the finding on gm1's page, and to the task of a waiver. */
  readonly links: readonly AllureLink[];
}

interface AllureLink {
  readonly name: string;
  readonly url: string;
  readonly type: 'finding' | 'issue';
}

/** The result as one of its track: Allure would else take the two tracks for attempts of one test. */
export function resultOfTrack(result: AllureResult, track: Track, judged: Judged | undefined): AllureResult {
  const identity = result.historyId ?? result.fullName ?? result.name;
  return {
    ...result,
    historyId: `${track}:${identity}`,
    testCaseId: `${track}:${result.testCaseId ?? identity}`,
    labels: [...result.labels.map((label) => labelOfTrack(label, track)), { name: 'tag', value: track }],
    parameters: [...result.parameters, { name: 'track', value: track }],
    ...(judged && {
      statusDetails: detailsWithVerdict(result, judged.verdict),
      links: [...result.links, ...judged.links],
    }),
  };
}

function labelOfTrack(label: AllureResult['labels'][number], track: Track) {
  return label.name === 'parentSuite' ? { ...label, value: `${track}: ${label.value}` } : label;
}

function detailsWithVerdict({ status, statusDetails }: AllureResult, verdict: TestVerdict) {
  const isFailure = status === 'failed' || status === 'broken';
  const message = `${verdictPrefix(verdict)}${statusDetails?.message ?? ''}`;
  const isFlaky = verdict.includes('flaky');
  return { ...statusDetails, ...(isFailure && { message }), ...(isFlaky && { flaky: true }) };
}

/** Stands before a failure's message, so that Allure's categories can tell the verdict. */
export function verdictPrefix(verdict: TestVerdict): string {
  return `${verdict} | `;
}

/** Finds what was said of a result's test by track, start and title, which a result file and an attempt share. */
export function judgementFinder({ tests }: Comparison, findings: readonly RunFinding[]) {
  const numbers = new Map(
    findings.flatMap((finding, index) => (finding.kind === 'test' ? [[finding.test, index + 1]] : [])),
  );
  const judgements = new Map(
    tests.flatMap((compared) => {
      const judged: Judged = { verdict: compared.verdict, links: linksOf(compared, numbers.get(compared)) };
      return tracks.flatMap((track) =>
        compared.attempts[track].map(
          ({ startedAt }) =>
            [key(track, Date.parse(startedAt), compared.test.titlePath.at(-1)), judged] as const,
        ),
      );
    }),
  );
  return ({ start, name }: AllureResult, track: Track) => judgements.get(key(track, start ?? 0, name));
}

/** Relative to the page of Allure's report. */
function linksOf({ waived }: TestComparison, number: number | undefined): readonly AllureLink[] {
  const task = waived?.waiver.task ?? '';
  return [
    ...(number === undefined
      ? []
      : [{ name: `finding ${number}`, url: `../index.html#finding-${number}`, type: 'finding' } as const]),
    ...(/^T\d+$/.test(task)
      ? [{ name: task, url: `https://phabricator.wikimedia.org/${task}`, type: 'issue' } as const]
      : []),
  ];
}

function key(track: Track, start: number, title: string | undefined): string {
  return `${track} ${Math.trunc(start)} ${title}`;
}
