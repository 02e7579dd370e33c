import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findingsOf } from '../harness/comparison/findings.ts';
import type { Comparison } from '../harness/core/comparison.ts';
import type { RunRecord } from '../harness/core/run-record.ts';
import { type Track, tracks } from '../harness/core/track.ts';
import type { Command, Finished } from '../harness/system/command.ts';
import { isMissing } from '../harness/system/files.ts';
import { finishPage } from './allure/finish-page.ts';
import { keepHistory, takeUpHistory } from './allure/history.ts';
import { allureNotes } from './allure/notes.ts';
import { type AllureResult, allureResult, judgementFinder, resultOfTrack } from './allure/result-of-track.ts';
import { countOf } from './model/measures.ts';
import type { ReportModel } from './report-model.ts';

export interface AllureJob {
  readonly record: RunRecord;
  readonly comparison: Comparison;
  readonly model: ReportModel;
  /** Where the report goes; what is there is replaced. */
  readonly directory: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

export interface AllureReport {
  /** Absent when there is no report; a notice then says why. */
  readonly index?: string;
  readonly notices: readonly string[];
}

/** Bytes; Allure puts every file into its one page, so a larger one stays in the run directory. */
const attachmentLimit = 1_500_000;

/** Makes the Allure report of both tracks' results as one page that opens from disk. */
export async function allureReport(job: AllureJob): Promise<AllureReport> {
  if (!(await hasJava(job))) return { notices: [withoutJava] };
  const results = `${job.directory}-results`;
  try {
    const left = await combineResults(job, results);
    if (left === undefined) return { notices: ['No test left a result, so there is no Allure report.'] };
    await takeUpHistory(job.record, results);
    const finished = await generate(job, results);
    if (finished.exitCode !== 0) return { notices: [generationFailed(finished)] };
    const index = join(job.directory, 'index.html');
    await keepHistory(job.record, await finishPage(index));
    return { index, notices: leftOut(left) };
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}

const withoutJava =
  'Java was not found, so there is no Allure report. Install a Java runtime (on Debian: default-jre-headless), then run "gm1 report".';

async function hasJava({ command, signal }: AllureJob): Promise<boolean> {
  return (await command.run('java', ['-version'], { signal })).exitCode === 0;
}

/** How many attachments were left out; undefined when there is no result. */
async function combineResults(job: AllureJob, into: string): Promise<number | undefined> {
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  const judgementOf = judgementFinder(job.comparison, findingsOf(job.record, job.comparison));
  let results = 0;
  let left = 0;
  for (const track of tracks) {
    for (const file of await filesBelow(join(job.record.directory, track, 'results'))) {
      const copied = await copyResultFile(file, into, track, judgementOf);
      if (copied === 'result') results += 1;
      if (copied === 'left out') left += 1;
    }
  }
  for (const [name, text] of Object.entries(allureNotes(job.model))) await writeFile(join(into, name), text);
  return results === 0 ? undefined : left;
}

async function copyResultFile(
  file: string,
  into: string,
  track: Track,
  judgementOf: ReturnType<typeof judgementFinder>,
): Promise<'result' | 'other' | 'left out'> {
  const target = join(into, basename(file));
  if (file.endsWith('-result.json')) {
    const result = parseResult(await readFile(file, 'utf8'));
    if (result === undefined) return 'other';
    await writeFile(target, JSON.stringify(resultOfTrack(result, track, judgementOf(result, track))));
    return 'result';
  }
  if ((await stat(file)).size > attachmentLimit) return 'left out';
  await copyFile(file, target);
  return 'other';
}

/** Undefined when it is no result; the run has told so already when it read the file. */
function parseResult(text: string): AllureResult | undefined {
  try {
    return allureResult.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function filesBelow(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true, recursive: true });
    return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function generate({ command, directory, signal }: AllureJob, results: string): Promise<Finished> {
  const allure = fileURLToPath(import.meta.resolve('allure-commandline/dist/bin/allure'));
  const args = ['generate', '--clean', '--single-file', '--output', directory, results];
  return command.run(allure, args, { signal, env: { ALLURE_NO_ANALYTICS: '1' } });
}

function generationFailed({ exitCode, stderr, stdout, reason }: Finished): string {
  const said = (stderr || stdout).trim().split('\n').slice(-3).join(' ');
  const why = exitCode === undefined ? (reason ?? 'it was ended') : `exit code ${exitCode}: ${said}`;
  return `The Allure report could not be made (${why}). The other reports are whole; try "gm1 report" again.`;
}

function leftOut(count: number): string[] {
  if (count === 0) return [];
  const files = countOf(count, 'attachment');
  return [`${files} above 1.5 MB left out of the Allure report; see the results in the run directory.`];
}
