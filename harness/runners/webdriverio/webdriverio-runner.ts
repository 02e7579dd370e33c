import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Outcome, ok } from '../../core/failure.ts';
import type { Command } from '../../system/command.ts';
import { collectResults, type ToolEnd } from '../collect-results.ts';
import { type Env, findChromeDriver, findChromium } from '../find-program.ts';
import { mediaWikiVariables } from '../mediawiki-variables.ts';
import { runTool } from '../run-tool.ts';
import type { Runner, SuiteFinished, SuiteJob } from '../runner.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { planTests } from '../test-plan.ts';

export interface WebdriverioTools {
  readonly command: Command;
  /** With `wdio.conf.js`. */
  readonly folder: string;
  readonly env: Env;
}

const cli = fileURLToPath(new URL('../bin/wdio.js', import.meta.resolve('@wdio/cli')));

type Variables = Readonly<Record<string, string>>;

/** Runs specs of webdriverio and mocha as MediaWiki and its extensions have them, on one wiki. */
export class WebdriverioRunner implements Runner {
  readonly takes = ['grep', 'wiki'] as const;
  readonly #tools: WebdriverioTools;

  constructor(tools: WebdriverioTools) {
    this.#tools = tools;
  }

  async run(job: SuiteJob): Promise<Outcome<SuiteFinished>> {
    const wiki = mediaWikiVariables(job.endpoints, job.choice?.wiki);
    if (!wiki.ok) return wiki;
    const programs = await findPrograms(this.#tools.env);
    if (!programs.ok) return programs;
    return collectResults(job, 'WebdriverIO', () => this.#start(job, { ...wiki.value, ...programs.value }));
  }

  async #start(job: SuiteJob, variables: Variables): Promise<Outcome<ToolEnd>> {
    const { command, folder } = this.#tools;
    const workers = job.purpose === 'confirming' ? 1 : job.workers;
    const files = [...new Set(job.only?.map(({ file }) => join(folder, file)))];
    await using scratch = await scratchFolder();
    return await runTool(command, {
      cwd: folder,
      args: [
        ...[cli, 'run', 'wdio.conf.js', ...files.flatMap((file) => ['--spec', file])],
        ...(job.choice?.grep === undefined ? [] : [`--mochaOpts.grep=/${job.choice.grep}/i`]),
      ],
      env: {
        ...variables,
        ...(await planTests(job.only, scratch.path)),
        // Allure's adapter looks at it to know that the plan is for mocha.
        WDIO_FRAMEWORK: 'mocha',
        LOG_DIR: scratch.path,
        // Chromium leaves folders behind when it is ended.
        TMPDIR: scratch.path,
        GM1_ENDPOINTS: job.endpointsFile,
        GM1_RESULTS: job.resultsDirectory,
        GM1_WORKERS: String(workers),
      },
      signal: job.signal,
    });
  }
}

async function findPrograms(env: Env): Promise<Outcome<Variables>> {
  const [chromium, driver] = await Promise.all([findChromium(env), findChromeDriver(env)]);
  if (!chromium.ok) return chromium;
  if (!driver.ok) return driver;
  return ok({ GM1_CHROMIUM: chromium.value, GM1_CHROMEDRIVER: driver.value });
}
