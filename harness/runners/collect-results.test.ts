import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Outcome, ok } from '../core/failure.ts';
import { systemCommand } from '../system/command.ts';
import { AllureWriter } from './allure-writer.ts';
import { collectResults, type ToolEnd } from './collect-results.ts';
import { PlaywrightRunner } from './playwright/playwright-runner.ts';
import type { SuiteJob } from './runner.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-collect-'));
});
afterEach(() => rm(folder, { recursive: true }));

const opens = { suite: 'api', file: 'a.spec.ts', titlePath: ['opens'], project: 'api' };

function job(choice: Partial<SuiteJob> = {}): SuiteJob {
  return {
    suite: 'api',
    endpoints: { environment: 'e', track: 'train', scriptPath: '/w', wikis: [], accounts: [] },
    endpointsFile: join(folder, 'endpoints.json'),
    resultsDirectory: folder,
    purpose: 'first',
    workers: 1,
    signal: new AbortController().signal,
    onAttempt: () => {},
    ...choice,
  };
}

function toolThat(end: ToolEnd, status?: 'passed' | 'failed') {
  return async (): Promise<Outcome<ToolEnd>> => {
    if (status) new AllureWriter(folder).write({ test: opens, status, start: 1, seconds: 1 });
    return ok(end);
  };
}

test('a tool that was killed is a failure, whatever it left', async () => {
  const tool = toolThat({ exitCode: undefined, lastLines: ['Killed'] }, 'passed');
  expect(await collectResults(job(), 'Tool', tool)).toMatchObject({
    ok: false,
    failure: { kind: 'infrastructure', what: expect.stringContaining('killed'), why: 'It said:\nKilled' },
  });
});

test('a bad exit code without a failed test is a problem', async () => {
  const tool = toolThat({ exitCode: 1, lastLines: ['teardown broke'] }, 'passed');
  expect(await collectResults(job(), 'Tool', tool)).toMatchObject({
    ok: true,
    value: { problems: [expect.stringContaining('teardown broke')] },
  });
});

test('a bad exit code with a failed test is no problem', async () => {
  const tool = toolThat({ exitCode: 1, lastLines: [] }, 'failed');
  expect(await collectResults(job(), 'Tool', tool)).toMatchObject({ ok: true, value: { problems: [] } });
});

test('a test that was asked for and did not run is a problem', async () => {
  const tool = toolThat({ exitCode: 0, lastLines: [] }, 'passed');
  const only = [opens, { ...opens, titlePath: ['closes'] }];
  expect(await collectResults(job({ only }), 'Tool', tool)).toMatchObject({
    ok: true,
    value: { problems: ['api › a.spec.ts › closes › api was asked for and left no result.'] },
  });
});

test('Playwright with a broken configuration is a failure that quotes it', async () => {
  await writeFile(join(folder, 'playwright.config.ts'), 'throw new Error("no such wiki today");\n');
  const tools = { command: systemCommand, projectRoot: folder, env: {}, browser: 'not needed' as const };
  expect(await new PlaywrightRunner(tools).run(job())).toMatchObject({
    ok: false,
    failure: {
      kind: 'infrastructure',
      what: expect.stringContaining('ran no test'),
      why: expect.stringContaining('no such wiki today'),
    },
  });
}, 20_000);
