import { z } from 'zod';
import { comparisonShape } from '../store/journal/comparison-schema.ts';
import { failureSchema, trackSchema } from '../store/journal/record-schema.ts';

const { run, gate, counts, total, logCounts, tests, logs, waivers, controls, phases, trends, commits } =
  comparisonShape;

const number = z
  .int()
  .positive()
  .meta({ description: 'As the reports number it: gm1 report --finding NUMBER' });
const test = tests.element;

const finding = z.union([
  z
    .object({
      number,
      kind: z.literal('failure'),
      track: trackSchema.optional(),
      phase: z.string(),
      failure: failureSchema,
    })
    .meta({ description: 'A step of the run that failed' }),
  z.object({ number, kind: z.literal('test'), ...test.shape }).meta({ description: 'A test worth a look' }),
  z
    .object({ number, kind: z.literal('log'), ...logs.element.shape })
    .meta({ description: 'A log signature worth a look' }),
  test.meta({ description: 'A test that got better or ran on neither track; it has no number' }),
]);

/** What `gm1 run --json` and `gm1 compare --json` print and `gm1.json` in a report's folder holds. */
const jsonReportSchema = z
  .object({
    run: run.meta({ description: 'The id of the run' }),
    gate,
    counts: counts.meta({ description: 'Tests by verdict; they add up to the total' }),
    total,
    logs: logCounts.meta({ description: 'Log signatures by verdict' }),
    findings: z.array(finding).meta({ description: 'The worst first' }),
    waivers,
    controls,
    phases: phases.meta({ description: 'Seconds by phase' }),
    trends: trends.meta({ description: 'Seconds of steps, night after night' }),
    commits: commits.meta({ description: 'What next has and train has not, as far as it is known' }),
    report: z.string().optional().meta({ description: 'The page of the report' }),
  })
  .meta({ title: 'Comparison of a run by gm1' });

/** The content of `gm1.schema.json` beside the page of a report. */
export function jsonReportJsonSchema(): object {
  return z.toJSONSchema(jsonReportSchema, { io: 'output', reused: 'ref' });
}
