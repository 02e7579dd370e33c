import { join, resolve } from 'node:path';
import { findingLine } from '../../reports/hand-on/finding-line.ts';
import { redactFinding } from '../../reports/hand-on/redact-finding.ts';
import { taskValues } from '../../reports/hand-on/task-fields.ts';
import { checkTemplate, fillTemplate } from '../../reports/hand-on/task-template.ts';
import { jsonFinding } from '../../reports/json-finding.ts';
import { findingsOf, type RunFinding } from '../comparison/findings.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { RunRecord } from '../core/run-record.ts';
import { unreachable } from '../core/unreachable.ts';
import type { RunFinished } from '../run/run.ts';
import { readIfPresent } from '../system/files.ts';
import { jsonText } from '../system/json-text.ts';

/** The forms in which findings are handed on. */
export const handOnForms = ['task', 'json', 'lines'] as const;

export type HandOnForm = (typeof handOnForms)[number];

export const defaultTemplate = 'reports/templates/production-error.txt';

export interface HandOnRequest {
  readonly form: HandOnForm;
  /** The number of one in the report; absent for all. */
  readonly number?: number | undefined;
  /** A file of one's own in the place of the default. */
  readonly template?: string | undefined;
}

/** Findings of a run as text, without personal data. */
export async function handOn(run: RunFinished, request: HandOnRequest): Promise<Outcome<string>> {
  const chosen = chooseFindings(run, request.number);
  if (!chosen.ok) return chosen;
  const findings = chosen.value.map(({ number, finding }) => ({
    number,
    finding: redactFinding(finding, run.record),
  }));
  switch (request.form) {
    case 'task':
      return tasks(findings, run.record, request.template);
    case 'json':
      return ok(`${jsonText(asJson(findings, run, request.number !== undefined), 2)}\n`);
    case 'lines':
      return ok(
        findings.map(({ number, finding }) => `${findingLine(finding, number, run.record)}\n`).join(''),
      );
    default:
      return unreachable(request.form);
  }
}

export interface NumberedFinding {
  readonly number: number;
  readonly finding: RunFinding;
}

/** All findings of a run as the report numbers them, or one. */
export function chooseFindings(
  { record, comparison }: RunFinished,
  number: number | undefined,
): Outcome<readonly NumberedFinding[]> {
  const all = findingsOf(record, comparison).map((finding, index) => ({ number: index + 1, finding }));
  if (number === undefined) return ok(all);
  const chosen = all.filter((one) => one.number === number);
  if (chosen.length > 0) return ok(chosen);
  return failed({
    kind: 'usage',
    what: `Run ${record.id} has no finding ${number}.`,
    next:
      all.length === 0
        ? 'It has none at all.'
        : `It has ${all.length}, numbered from 1; "gm1 compare ${record.id}" lists them.`,
  });
}

async function tasks(
  findings: readonly NumberedFinding[],
  record: RunRecord,
  file: string | undefined,
): Promise<Outcome<string>> {
  const path = file === undefined ? join(import.meta.dirname, '../..', defaultTemplate) : resolve(file);
  const template = await readIfPresent(path);
  if (template === undefined)
    return failed({ kind: 'usage', what: `There is no template ${path}.`, next: `Copy ${defaultTemplate}.` });
  const checked = checkTemplate(template, path);
  if (!checked.ok) return checked;
  const texts = findings.map(({ finding }) => fillTemplate(template, taskValues(finding, record)));
  return ok(texts.join('\n----------\n\n'));
}

function asJson(findings: readonly NumberedFinding[], { record }: RunFinished, isOne: boolean): object {
  const values = findings.map(({ number, finding }) => ({ run: record.id, number, ...jsonFinding(finding) }));
  return isOne ? (values[0] ?? {}) : values;
}
