import { z } from 'zod';
import type { Comparison, TestVerdict } from '../../harness/core/comparison.ts';
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
});

export type AllureResult = z.infer<typeof allureResult>;

/** The result as one of its track: Allure would else take the two tracks for attempts of one test. */
export function resultOfTrack(
  result: AllureResult,
  track: Track,
  verdict: TestVerdict | undefined,
): AllureResult {
  const identity = result.historyId ?? result.fullName ?? result.name;
  return {
    ...result,
    historyId: `${track}:${identity}`,
    testCaseId: `${track}:${result.testCaseId ?? identity}`,
    labels: [...result.labels.map((label) => labelOfTrack(label, track)), { name: 'tag', value: track }],
    parameters: [...result.parameters, { name: 'track', value: track }],
    ...(verdict && { statusDetails: detailsWithVerdict(result, verdict) }),
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

/** Finds the verdict on a result by its track, start and title, which a result file and an attempt share. */
export function verdictFinder({ tests }: Comparison) {
  const verdicts = new Map(
    tests.flatMap(({ verdict, test, attempts }) =>
      tracks.flatMap((track) =>
        attempts[track].map(
          ({ startedAt }) => [key(track, Date.parse(startedAt), test.titlePath.at(-1)), verdict] as const,
        ),
      ),
    ),
  );
  return ({ start, name }: AllureResult, track: Track) => verdicts.get(key(track, start ?? 0, name));
}

function key(track: Track, start: number, title: string | undefined): string {
  return `${track} ${Math.trunc(start)} ${title}`;
}
