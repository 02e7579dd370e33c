import { z } from 'zod';
import { addCounts, type Counts } from './counts.ts';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

type TestFile = z.infer<typeof reportSchema>['testResults'][number];

const oneFailed: Counts = { passed: 0, failed: 1, skipped: 0 };

/**
 * Counts what vitest's JSON reporter wrote. At least one has failed when vitest wrote no report, ran no test, or ended
 * with another exit code than 0.
 */
export function vitestCounts(report: string | undefined, exitCode: number | undefined): Counts {
  const { testResults } = report === undefined ? { testResults: [] } : reportSchema.parse(JSON.parse(report));
  const counts = addCounts(testResults.map(countFile));
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  const hidesFailure = counts.failed === 0 && (ranNothing || exitCode !== 0);
  return hidesFailure ? addCounts([counts, oneFailed]) : counts;
}

/** A file fails by itself when it cannot be loaded or a hook fails; its tests then have not failed. */
function countFile({ status, assertionResults }: TestFile): Counts {
  const having = (wanted: string) => assertionResults.filter((test) => test.status === wanted).length;
  const [passed, failed] = [having('passed'), having('failed')];
  const skipped = assertionResults.length - passed - failed;
  return { passed, failed: Math.max(failed, status === 'failed' ? 1 : 0), skipped };
}
