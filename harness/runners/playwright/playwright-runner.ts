import { fileURLToPath } from 'node:url';
import { failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { Command } from '../../system/command.ts';
import { collectResults, type ToolEnd } from '../collect-results.ts';
import { type Env, findChromium } from '../find-program.ts';
import { runTool } from '../run-tool.ts';
import type { Runner, SuiteFinished, SuiteJob } from '../runner.ts';
import { scratchFolder } from '../scratch-folder.ts';
import type { TestChoice } from '../test-choice.ts';
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
  readonly takes = ['grep', 'wiki', 'persona', 'headed', 'ui'] as const;
  readonly #tools: PlaywrightTools;

  constructor(tools: PlaywrightTools) {
    this.#tools = tools;
  }

  async run(job: SuiteJob): Promise<Outcome<SuiteFinished>> {
    const browser = await this.#browser(job.choice);
    if (!browser.ok) return browser;
    if (job.choice?.ui) return this.#servePage(job, browser.value);
    return collectResults(job, 'Playwright', () => this.#start(job, browser.value));
  }

  async #browser({ headed, ui }: TestChoice = {}): Promise<Outcome<Readonly<Record<string, string>>>> {
    if (this.#tools.browser === 'not needed') return ok({});
    const chromium = await findChromium(this.#tools.env, headed || ui ? undefined : 'headless');
    return chromium.ok ? ok({ GM1_CHROMIUM: chromium.value }) : chromium;
  }

  /** What runs on its page is seen there; nothing of it is a result. */
  async #servePage(job: SuiteJob, browser: Readonly<Record<string, string>>) {
    const end = await this.#start(job, browser);
    if (!end.ok) return end;
    const { exitCode, lastLines } = end.value;
    if (exitCode === 0) return ok({ attempts: [], problems: [] });
    if (job.signal.aborted) return failed(interrupted);
    return failed({
      kind: 'infrastructure' as const,
      what: `Playwright's page ended with exit code ${exitCode}.`,
      why: lastLines.join('\n'),
      next: 'Run the tests without --ui.',
    });
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
        ...(isWholeSuite(job) ? ['--trace', 'off'] : []),
        ...choiceArguments(job.choice),
      ],
      env: {
        ...browser,
        ...(await planTests(job.only, scratch.path)),
        ...(job.choice?.wiki && { GM1_WIKI: job.choice.wiki }),
        ...(job.choice?.persona && { GM1_PERSONA: job.choice.persona }),
        GM1_ENDPOINTS: job.endpointsFile,
        GM1_RESULTS: job.resultsDirectory,
        GM1_WORKERS: String(workers),
      },
      signal: job.signal,
      onLine: (line) => {
        const [, address] = /^Listening on (\S+)$/.exec(line) ?? [];
        if (address) job.choice?.ui?.(address);
      },
    });
  }
}

/** A trace takes a fifth of a test's time: those that are run once more, or that somebody chose, have one when they fail. */
function isWholeSuite({ purpose, only, choice = {} }: SuiteJob): boolean {
  return purpose === 'first' && !only && choice.grep === undefined && !choice.ui;
}

/** Nothing that matches is no mistake in one of several suites. */
function choiceArguments({ grep, headed, ui }: TestChoice = {}): readonly string[] {
  return [
    ...(grep === undefined ? [] : ['--grep', `/${grep}/i`, '--pass-with-no-tests']),
    ...(headed ? ['--headed'] : []),
    ...(ui ? ['--ui-host', '127.0.0.1', '--ui-port', '0'] : []),
  ];
}
