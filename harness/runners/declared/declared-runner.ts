import { resolve } from 'node:path';
import type { DeclaredSuite } from '../../core/definition.ts';
import { type Outcome, ok } from '../../core/failure.ts';
import type { Command } from '../../system/command.ts';
import { collectResults, type ToolEnd } from '../collect-results.ts';
import { AllureHarvest, type Harvest, JunitHarvest, whileHarvesting } from '../harvest.ts';
import { mediaWikiVariables } from '../mediawiki-variables.ts';
import { runTool } from '../run-tool.ts';
import type { Runner, SuiteFinished, SuiteJob } from '../runner.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { planTests } from '../test-plan.ts';

type Variables = Readonly<Record<string, string>>;

/** Runs somebody else's test tool as the definition declares it, and reads the files that it leaves. */
export class DeclaredRunner implements Runner {
  readonly takes = ['wiki'] as const;
  readonly #command: Command;
  readonly #suite: DeclaredSuite;

  constructor(command: Command, suite: DeclaredSuite) {
    this.#command = command;
    this.#suite = suite;
  }

  async run(job: SuiteJob): Promise<Outcome<SuiteFinished>> {
    const wiki = mediaWikiVariables(job.endpoints, job.choice?.wiki ?? this.#suite.wiki);
    if (!wiki.ok) return wiki;
    await using scratch = await scratchFolder();
    const variables = {
      ...wiki.value,
      ...(await planTests(job.only, scratch.path)),
      LOG_DIR: scratch.path,
      GM1_ENDPOINTS: job.endpointsFile,
      GM1_RESULTS: job.resultsDirectory,
      GM1_WORKERS: String(job.purpose === 'confirming' ? 1 : job.workers),
    };
    const harvest = this.#harvest(job, variables);
    const program = this.#suite.command[0] ?? '';
    const finished = await collectResults(job, program, () =>
      whileHarvesting(harvest, () => this.#start(job, variables)),
    );
    if (!finished.ok) return finished;
    return ok({ ...finished.value, problems: [...harvest.problems, ...finished.value.problems] });
  }

  #start(job: SuiteJob, variables: Variables): Promise<Outcome<ToolEnd>> {
    const { command, directory, environment } = this.#suite;
    const [program = '', ...args] = command.map((word) => expand(word, variables));
    const own = Object.entries(environment).map(([name, value]) => [name, expand(value, variables)]);
    return runTool(this.#command, {
      ...{ program, args, cwd: directory, signal: job.signal },
      env: { ...variables, ...Object.fromEntries(own) },
    });
  }

  #harvest({ suite, resultsDirectory }: SuiteJob, variables: Variables): Harvest {
    const { directory, results } = this.#suite;
    const path = expand(results.path, variables);
    return results.format === 'allure'
      ? new AllureHarvest(resolve(directory, path), resultsDirectory)
      : new JunitHarvest({ suite, directory, pattern: path, resultsDirectory });
  }
}

/** Puts what gm1 sets in the place of `${NAME}`; other names stay. */
function expand(text: string, variables: Variables): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole);
}
