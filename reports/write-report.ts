import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Comparison } from '../harness/core/comparison.ts';
import { failed, interrupted, type Outcome, ok } from '../harness/core/failure.ts';
import type { RunRecord } from '../harness/core/run-record.ts';
import type { Command } from '../harness/system/command.ts';
import { writeWhole } from '../harness/system/files.ts';
import { jsonText } from '../harness/system/json-text.ts';
import { allureReport } from './allure.ts';
import { loadEvidence } from './evidence-files.ts';
import { htmlReport } from './html.ts';
import { loadImported } from './imported-files.ts';
import { jsonReport } from './json-report.ts';
import { junitXml } from './junit.ts';
import { markdownSummary } from './markdown.ts';
import { plainLine } from './model/plain-text.ts';
import { prometheusMetrics } from './prometheus.ts';
import { type Limitation, type ReportModel, reportModel } from './report-model.ts';

export interface ReportJob {
  readonly record: RunRecord;
  readonly comparison: Comparison;
  readonly limitations?: readonly Limitation[];
  /** The JSON schema of `gm1.json`. */
  readonly schema: object;
  readonly command: Command;
  readonly signal: AbortSignal;
  /** A link that is turned to the report's folder, `reports/latest`. */
  readonly latest: string;
}

export interface WrittenReport {
  readonly directory: string;
  /** The page to open. */
  readonly index: string;
  readonly files: readonly string[];
  readonly notices: readonly string[];
}

/** Writes all reports of a compared run below its directory, over those that are there. */
export async function writeReport(job: ReportJob): Promise<Outcome<WrittenReport>> {
  const directory = join(job.record.directory, 'report');
  try {
    return await writeAll(job, directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return failed(notWritten(directory, error));
    throw error;
  }
}

async function writeAll(job: ReportJob, directory: string): Promise<Outcome<WrittenReport>> {
  const { record, comparison, command, signal, latest } = job;
  const imported = await loadImported(record.directory);
  const recorded = reportModel(record, comparison, job.limitations, imported.files);
  await mkdir(directory, { recursive: true });
  const allure = await allureReport({
    record,
    comparison,
    model: recorded,
    directory: join(directory, 'allure'),
    command,
    signal,
  });
  if (signal.aborted) return failed(interrupted);
  const made = [...imported.notices, ...allure.notices];
  const model = {
    ...recorded,
    notices: [...recorded.notices, ...made.map((notice) => plainLine(notice, 1000))],
  };
  const texts = {
    'summary.md': markdownSummary(model),
    'junit.xml': junitXml(model, comparison),
    'gm1.prom': prometheusMetrics(record, comparison),
    'gm1.json': `${jsonText(jsonReport(record, comparison), 2)}\n`,
    'gm1.schema.json': `${JSON.stringify(job.schema, null, 2)}\n`,
  };
  for (const [name, text] of Object.entries(texts)) await writeWhole(join(directory, name), text);
  const beside = [...Object.keys(texts), ...(allure.index ? ['allure/index.html'] : [])];
  await writeWhole(join(directory, 'index.html'), await page(model, record, directory, beside));
  const linked = await turnLink(latest, directory);
  const files = ['index.html', ...beside].map((file) => join(directory, file));
  return ok({
    directory,
    index: join(directory, 'index.html'),
    files,
    notices: [...made, ...linked],
  });
}

async function page(
  model: ReportModel,
  record: RunRecord,
  directory: string,
  beside: readonly string[],
): Promise<string> {
  return htmlReport(model, { show: await loadEvidence(model.findings, record.directory, directory), beside });
}

/** Never leaves a moment without the link. Says so when something else stands in its place. */
async function turnLink(link: string, target: string): Promise<string[]> {
  const draft = `${link}.${process.pid}.part`;
  try {
    await mkdir(dirname(link), { recursive: true });
    await rm(draft, { force: true });
    await symlink(relative(dirname(link), target), draft);
    await rename(draft, link);
    return [];
  } catch (error) {
    await rm(draft, { force: true });
    if (!(error instanceof Error)) throw error;
    return [
      `${link} could not be turned to the newest report (${error.message}). Remove what is in its place.`,
    ];
  }
}

function notWritten(directory: string, error: Error) {
  return {
    kind: 'infrastructure' as const,
    what: `The report could not be written to ${directory}.`,
    why: `${error.message}.`,
    next: 'Make room or mend the permissions, then run "gm1 report"; the record of the run is whole.',
  };
}
