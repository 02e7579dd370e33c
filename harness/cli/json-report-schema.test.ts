import { expect, test } from 'vitest';
import { z } from 'zod';
import { jsonReport } from '../../reports/json-report.ts';
import {
  allGreen,
  controlRun,
  failedBoot,
  interruptedRun,
  loggedFaults,
  regressions,
} from '../../reports/testing/samples.ts';
import { jsonReportJsonSchema } from './json-report-schema.ts';

/** As another program has it: from the text of the file. */
const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(jsonReportJsonSchema())));

function printed({ record, comparison }: ReturnType<typeof allGreen>) {
  return JSON.parse(JSON.stringify({ ...jsonReport(record, comparison), report: 'index.html' }));
}

test.each(Object.entries({ allGreen, controlRun, failedBoot, interruptedRun, loggedFaults, regressions }))(
  'the published schema describes what is printed of %s, and nothing is printed besides',
  (_, sample) => {
    expect(schema.safeParse(printed(sample())).error).toBeUndefined();
  },
);

test.each<[string, object]>([
  ['a verdict that there is not', { gate: { verdict: 'maybe', reasons: [] } }],
  ['a field that there is not', { gate: { verdict: 'go', reasons: [], mood: 'good' } }],
  ['no total', { total: undefined }],
  ['a finding of no kind', { findings: [{ number: 1, kind: 'rumour' }] }],
])('it refuses %s', (_, change) => {
  expect(schema.safeParse({ ...printed(regressions()), ...change }).success).toBe(false);
});
