import { copyFile, glob, mkdir } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Outcome, ok } from '../../core/failure.ts';
import { collectResults, type ToolEnd } from '../collect-results.ts';
import { findChromeDriver, findChromium } from '../find-program.ts';
import { JunitHarvest, whileHarvesting } from '../harvest.ts';
import { mediaWikiVariables } from '../mediawiki-variables.ts';
import { runTool } from '../run-tool.ts';
import type { Runner, SuiteFinished, SuiteJob } from '../runner.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { applyLimits } from './limits.ts';
import { attachScreenshots } from './screenshots.ts';
import { developmentWiki, type Prepared, prepareUpstream, type UpstreamTools } from './upstream-tools.ts';

const config = fileURLToPath(new URL('wdio.conf.cjs', import.meta.url));
const configOfComponent = 'tests/selenium/wdio.conf.js';

type Variables = Readonly<Record<string, string>>;

/** What the specs of one component are run with. */
interface Round {
  readonly job: SuiteJob;
  readonly ready: Prepared;
  readonly variables: Variables;
  /** Core's is empty, others' are `extensions/Echo` and the like. */
  readonly component: string;
  readonly logs: string;
  /** For what the browser leaves behind. */
  readonly temporary: string;
}

/** Runs `tests/selenium` of MediaWiki, its extensions and skins, one after the other as `npm run selenium-test` does. */
export class SeleniumRunner implements Runner {
  readonly takes = ['grep', 'wiki', 'testsOf'] as const;
  readonly #tools: UpstreamTools;

  constructor(tools: UpstreamTools) {
    this.#tools = tools;
  }

  async run(job: SuiteJob): Promise<Outcome<SuiteFinished>> {
    const wiki = wikiVariables(job);
    if (!wiki.ok) return wiki;
    const prepared = await prepareUpstream(this.#tools, 'selenium', job);
    if (!prepared.ok) return prepared;
    await using ready = prepared.value;
    const browser = await this.#browserVariables(ready);
    if (!browser.ok) return browser;
    const variables = { ...wiki.value, ...browser.value };
    const problems: string[] = [];
    const finished = await collectResults(job, 'WebdriverIO', () =>
      this.#runAll(job, ready, variables, problems),
    );
    return finished.ok
      ? ok({ ...finished.value, problems: [...problems, ...finished.value.problems] })
      : finished;
  }

  async #browserVariables({ needsChromeDriver }: Prepared): Promise<Outcome<Variables>> {
    const { env } = this.#tools;
    const chromium = await findChromium(env);
    if (!chromium.ok || !needsChromeDriver)
      return chromium.ok ? ok({ GM1_CHROMIUM: chromium.value }) : chromium;
    const driver = await findChromeDriver(env);
    return driver.ok ? ok({ GM1_CHROMIUM: chromium.value, GM1_CHROMEDRIVER: driver.value }) : driver;
  }

  async #runAll(
    job: SuiteJob,
    ready: Prepared,
    variables: Variables,
    problems: string[],
  ): Promise<Outcome<ToolEnd>> {
    const ends: ToolEnd[] = [];
    for (const component of await componentsOf(ready.workspace.root, job)) {
      if (job.signal.aborted) break;
      await using logs = await scratchFolder();
      await using temporary = await scratchFolder();
      const folders = { logs: logs.path, temporary: temporary.path };
      const end = await this.#runOne({ job, ready, variables, component, ...folders }, problems);
      if (!end.ok || end.value.exitCode === undefined) return end;
      ends.push(end.value);
    }
    return ok(ends.find(({ exitCode }) => exitCode !== 0) ?? ends.at(-1) ?? nothingToRun);
  }

  async #runOne(round: Round, problems: string[]): Promise<Outcome<ToolEnd>> {
    const { job, ready, component, logs } = round;
    const harvest = new JunitHarvest({
      suite: job.suite,
      directory: join(ready.workspace.root, component),
      pattern: join(logs, '*.xml'),
      resultsDirectory: job.resultsDirectory,
      mayBeEmpty: job.choice?.grep !== undefined,
      revise: ({ test, ...ended }) => {
        const file = posix.join(component, test.file);
        return attachScreenshots(applyLimits({ test: { ...test, file }, ...ended }), logs);
      },
    });
    const end = await whileHarvesting(harvest, () => this.#start(round));
    problems.push(...harvest.problems);
    await keepMetrics(round);
    return end;
  }

  #start({ job, ready, variables, component, logs, temporary }: Round): Promise<Outcome<ToolEnd>> {
    const { workspace, packages } = ready;
    const cwd = join(workspace.root, component);
    const grep = job.choice?.grep;
    const specs = [...new Set(job.only?.map(({ file }) => file))].filter((file) => isOf(component, file));
    return runTool(this.#tools.command, {
      cwd,
      args: [
        ...[join(packages, 'node_modules/@wdio/cli/bin/wdio.js'), 'run', config],
        ...specs.flatMap((file) => ['--spec', join(workspace.root, file)]),
        ...(grep === undefined ? [] : ['--mochaOpts.grep', `/${grep}/i`]),
      ],
      env: {
        ...variables,
        DISPLAY: '',
        LOG_DIR: logs,
        TMPDIR: temporary,
        NODE_PATH: join(packages, 'node_modules'),
        GM1_COMPONENT: component,
        GM1_RESULTS: job.resultsDirectory,
        GM1_UPSTREAM_CONFIG: join(cwd, configOfComponent),
        GM1_WORKERS: String(job.purpose === 'confirming' ? 1 : job.workers),
      },
      signal: job.signal,
    });
  }
}

const nothingToRun: ToolEnd = { exitCode: 0, lastLines: ['No component has a wdio.conf.js.'] };

function wikiVariables(job: SuiteJob): Outcome<Variables> {
  const dbname = developmentWiki(job);
  return dbname.ok ? mediaWikiVariables(job.endpoints, dbname.value) : dbname;
}

/** Those with a configuration; of tests that are asked for, just theirs. */
async function componentsOf(root: string, { only }: SuiteJob): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const path of glob(`{,{extensions,skins}/*/}${configOfComponent}`, { cwd: root }))
    found.push(dirname(dirname(dirname(path))).replace(/^\.$/, ''));
  return found.sort().filter((component) => !only || only.some(({ file }) => isOf(component, file)));
}

function isOf(component: string, file: string): boolean {
  return file.startsWith(posix.join(component, 'tests/'));
}

/** The Prometheus files of wdio-mediawiki, beside the results. */
async function keepMetrics({ job, component, logs }: Round): Promise<void> {
  const folder = join(job.resultsDirectory, 'prometheus');
  const prefix = component.replaceAll('/', '-') || 'core';
  for await (const name of glob('**/*.prom', { cwd: logs })) {
    await mkdir(folder, { recursive: true });
    await copyFile(join(logs, name), join(folder, `${prefix}-${basename(name)}`));
  }
}
