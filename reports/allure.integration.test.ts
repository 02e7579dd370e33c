import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tracks } from '../harness/core/track.ts';
import { systemCommand } from '../harness/system/command.ts';
import { allureReport } from './allure.ts';
import { reportModel } from './report-model.ts';
import { sampleRun } from './testing/sample-run.ts';
import { sampleTest } from './testing/sample-tests.ts';
import { onBoth, sampled } from './testing/samples.ts';

const java = await systemCommand.run('java', ['-version']);

test.skipIf(java.exitCode !== 0)(
  'Allure shows the results of both tracks in one page',
  { timeout: 60_000 },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'gm1-allure-'));
    try {
      const { record, comparison } = sampled(
        sampleRun({ directory, attempts: onBoth(sampleTest('api', 'edits a page'), 'p', 'fff') }),
      );
      for (const attempt of record.attempts) {
        const results = join(directory, attempt.track, 'results', 'api');
        const uuid = `${attempt.track}-${attempt.startedAt.replaceAll(/\D/g, '')}`;
        const start = Date.parse(attempt.startedAt);
        const status = attempt.status;
        const message = attempt.message;
        await mkdir(results, { recursive: true });
        await writeFile(
          join(results, `${uuid}-result.json`),
          JSON.stringify({
            uuid,
            historyId: 'h',
            name: 'edits a page',
            status,
            statusDetails: { message },
            start,
            stop: start + 9,
          }),
        );
      }
      const report = await allureReport({
        record,
        comparison,
        model: reportModel(record, comparison),
        directory: join(directory, 'report', 'allure'),
        command: systemCommand,
        signal: new AbortController().signal,
      });
      expect(report.notices).toEqual([]);
      const cases = testCases(await readFile(report.index ?? '', 'utf8'));
      for (const track of tracks) expect(cases).toContain(`"value":"${track}"`);
      expect(cases).toContain('"retriesCount":2');
      expect(cases).toContain('regressed | expected 200, got 500');
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
);

/** The page holds Allure's data files in base64. */
function testCases(page: string): string {
  return [...page.matchAll(/d\('data\/test-cases\/[^']*',\s*'([^']*)'\)/g)]
    .map(([, data = '']) => Buffer.from(data, 'base64').toString('utf8'))
    .join('\n');
}
