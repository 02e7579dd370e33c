import { fileURLToPath } from 'node:url';
import { type Outcome, ok } from '../../core/failure.ts';
import type { Command } from '../../system/command.ts';
import { collectResults, type ToolEnd } from '../collect-results.ts';
import { type Env, findChromium } from '../find-program.ts';
import { runTool } from '../run-tool.ts';
import type { Runner, SuiteFinished, SuiteJob } from '../runner.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { planTests } from '../test-plan.ts';

export interface PlaywrightTools {
  readonly command: Command;
  /** With `playwright.config.ts`, whose projects are named after the suites. */
  readonly projectRoot: string;
  readonly env: Env;
  readonly browser: 'needed' | 'not needed';
}

const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'));

/** Runs a Playwright project; its configuration takes the wikis from `GM1_ENDPOINTS` and writes to `GM1_RESULTS`. */
export class PlaywrightRunner implements Runner {
  readonly #tools: PlaywrightTools;

  constructor(tools: PlaywrightTools) {
    this.#tools = tools;
  }

  async run(job: SuiteJob): Promise<Outcome<SuiteFinished>> {
    const browser = await this.#browser();
    if (!browser.ok) return browser;
    return collectResults(job, 'Playwright', () => this.#start(job, browser.value));
  }

  async #browser(): Promise<Outcome<Readonly<Record<string, string>>>> {
    if (this.#tools.browser === 'not needed') return ok({});
    const chromium = await findChromium(this.#tools.env);
    return chromium.ok ? ok({ GM1_CHROMIUM: chromium.value }) : chromium;
  }

  async #start(job: SuiteJob, browser: Readonly<Record<string, string>>): Promise<Outcome<ToolEnd>> {
    const { command, projectRoot } = this.#tools;
    const workers = job.purpose === 'confirming' ? 1 : job.workers;
    await using scratch = await scratchFolder();
    return await runTool(command, {
      cwd: projectRoot,
      args: [
        ...[cli, 'test', '--project', job.suite, '--workers', String(workers)],
        ...['--retries', '0', '--output', scratch.path],
      ],
      env: {
        ...browser,
        ...(await planTests(job.only, scratch.path)),
        GM1_ENDPOINTS: job.endpointsFile,
        GM1_RESULTS: job.resultsDirectory,
        GM1_WORKERS: String(workers),
      },
      signal: job.signal,
    });
  }
}
