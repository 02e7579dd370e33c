import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Attempt } from '../harness/core/result.ts';
import { tracks } from '../harness/core/track.ts';
import { systemCommand } from '../harness/system/command.ts';
import { allureReport } from './allure.ts';
import { reportModel } from './report-model.ts';
import { sampleRun } from './testing/sample-run.ts';
import { sampleTest } from './testing/sample-tests.ts';
import { onBoth, type Sample, sampled } from './testing/samples.ts';

const java = await systemCommand.run('java', ['-version']);

let runs = '';
beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), 'gm1-allure-'));
});
afterEach(() => rm(runs, { recursive: true, force: true }));

/** A run whose one test had such outcomes on next, with its results on disk. */
async function recorded(id: string, next: string, changes: Partial<Sample['record']> = {}): Promise<Sample> {
  const directory = join(runs, id);
  const attempts = onBoth(sampleTest('api', 'edits a page'), 'p', next);
  const sample = sampled(sampleRun({ id, directory, attempts, ...changes }));
  for (const attempt of attempts) await leaveResult(directory, attempt);
  return sample;
}

async function leaveResult(directory: string, { track, startedAt, status, message }: Attempt): Promise<void> {
  const results = join(directory, track, 'results', 'api');
  const uuid = `${track}-${startedAt.replaceAll(/\D/g, '')}`;
  const start = Date.parse(startedAt);
  const result = {
    ...{ uuid, historyId: 'h', name: 'edits a page', status, start, stop: start + 9 },
    statusDetails: { message },
  };
  await mkdir(results, { recursive: true });
  await writeFile(join(results, `${uuid}-result.json`), JSON.stringify(result));
}

/** The page that Allure makes of a run. */
async function pageOf({ record, comparison }: Sample): Promise<string> {
  const report = await allureReport({
    record,
    comparison,
    model: reportModel(record, comparison),
    directory: join(record.directory, 'report', 'allure'),
    command: systemCommand,
    signal: new AbortController().signal,
  });
  expect(report.notices).toEqual([]);
  return readFile(report.index ?? '', 'utf8');
}

/** The page holds Allure's data files in base64. */
function dataOf(page: string, folder: string): string {
  return [...page.matchAll(/d\('([^']*)',\s*'([^']*)'\)/g)]
    .filter(([, name = '']) => name.startsWith(folder))
    .map(([, , data = '']) => Buffer.from(data, 'base64').toString('utf8'))
    .join('\n');
}

describe.skipIf(java.exitCode !== 0)('the report of Allure', { timeout: 120_000 }, () => {
  test('shows the results of both tracks in one page that loads nothing', async () => {
    const page = await pageOf(await recorded('2026-08-27T02-14-00-abc', 'fff'));
    const cases = dataOf(page, 'data/test-cases/');
    for (const track of tracks) expect(cases).toContain(`"value":"${track}"`);
    expect(cases).toContain('"retriesCount":2');
    expect(cases).toContain('regressed | expected 200, got 500');
    expect(cases).toContain('"url":"../index.html#finding-1"');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
    expect(page).not.toContain('gtag(');
  });

  test('continues the history of the newest earlier run of its environment', async () => {
    await pageOf(await recorded('2026-08-25T02-14-00-abc', 'p'));
    await pageOf(await recorded('2026-08-26T02-14-00-abc', 'fff', { control: true }));
    const page = await pageOf(await recorded('2026-08-27T02-14-00-abc', 'fff'));
    const trend: { reportUrl?: string; data: object }[] = JSON.parse(
      dataOf(page, 'widgets/history-trend.json'),
    );
    expect(trend.map(({ reportUrl, data }) => [reportUrl, data])).toMatchObject([
      ['../../../2026-08-27T02-14-00-abc/report/allure/index.html', { failed: 1, passed: 1 }],
      ['../../../2026-08-25T02-14-00-abc/report/allure/index.html', { failed: 0, passed: 2 }],
    ]);
    expect(dataOf(page, 'data/test-cases/')).toContain('"newFailed":true');
  });
});
