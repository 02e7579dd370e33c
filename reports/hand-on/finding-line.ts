import type { RunFinding } from '../../harness/comparison/findings.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { jsonText } from '../../harness/system/json-text.ts';
import { type TaskValues, taskValues } from './task-fields.ts';

/**
 * A finding as one line of JSON in the Elastic Common Schema, version 1.11, which production's log pipeline reads
 * (elastic.co/guide/en/ecs/1.11). What the schema has no field for is a label.
 */
export function findingLine(finding: RunFinding, number: number, record: RunRecord): string {
  const values = taskValues(finding, record);
  return jsonText({
    '@timestamp': timeOf(finding, record),
    ecs: { version: '1.11.0' },
    message: values.title,
    log: without({ level: values.level ?? 'error', logger: values.channel }),
    error: without({ type: values.class, message: values.message, stack_trace: values.trace }),
    event: without({
      kind: 'alert',
      module: 'gm1',
      dataset: `gm1.${finding.kind}`,
      action: values.verdict,
      reason: values.reason,
    }),
    service: without({ name: 'mediawiki', type: 'mediawiki', version: values.mwversion }),
    ...(values.url && { url: { original: values.url } }),
    ...(values.reqId && { http: { request: { id: values.reqId } } }),
    labels: labelsOf(finding, number, values),
  });
}

function timeOf(finding: RunFinding, record: RunRecord): string {
  if (finding.kind === 'log') return finding.log.last;
  if (finding.kind === 'failure') return record.startedAt;
  return finding.test.attempts.next.at(-1)?.startedAt ?? record.startedAt;
}

/** Labels are flat and their values keywords. */
function labelsOf(finding: RunFinding, number: number, values: TaskValues) {
  return without({
    run: values.run,
    environment: values.environment,
    finding: String(number),
    gates: String(gatesOf(finding)),
    signature: values.signature,
    place: values.place,
    wiki: values.wiki,
    tests: values.tests?.replaceAll(/^\* /gm, '').replaceAll('\n', '; '),
    count_next: values.count,
    count_train: values.trainCount,
    version_train: values.trainVersion,
    waived: values.waived,
  });
}

function gatesOf(finding: RunFinding): boolean {
  switch (finding.kind) {
    case 'log':
      return finding.log.gates;
    case 'test':
      return finding.test.gates;
    case 'failure':
      return true;
  }
}

/** Without what a finding does not have. */
function without(fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  );
}
