import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, type Outcome, ok } from '../../core/failure.ts';
import { testName } from '../../core/result.ts';
import type { Clock } from '../../system/clock.ts';
import { AllureWriter } from '../allure-writer.ts';
import { collectResults } from '../collect-results.ts';
import type { Runner, SuiteFinished, SuiteJob } from '../runner.ts';
import { type HttpTest, readSuiteFile } from './read-suite-file.ts';
import { runHttpTest } from './run-http-test.ts';

export interface HttpbbTools {
  /** With the suite's YAML files. */
  readonly folder: string;
  readonly clock: Clock;
}

/** Runs files of SRE's httpbb: HTTP requests with assertions, without a browser. */
export class HttpbbRunner implements Runner {
  readonly #tools: HttpbbTools;

  constructor(tools: HttpbbTools) {
    this.#tools = tools;
  }

  async run(job: SuiteJob): Promise<Outcome<SuiteFinished>> {
    const tests = await readSuite(this.#tools.folder, job.suite);
    if (!tests.ok) return tests;
    const wanted = job.only && new Set(job.only.map(testName));
    const chosen = tests.value.filter(({ test }) => !wanted || wanted.has(testName(test)));
    return collectResults(job, 'httpbb', async () => ok(await this.#runAll(chosen, job)));
  }

  async #runAll(tests: readonly HttpTest[], job: SuiteJob) {
    const writer = new AllureWriter(job.resultsDirectory);
    const waiting = tests.values();
    let failures = 0;
    const work = async () => {
      for (const test of waiting) {
        if (job.signal.aborted) return;
        const ended = await runHttpTest(test, job.endpoints, this.#tools.clock, job.signal);
        if (ended.status === 'failed') failures += 1;
        if (!job.signal.aborted) writer.write(ended);
      }
    };
    await Promise.all(Array.from({ length: job.workers }, work));
    return { exitCode: failures > 0 ? 1 : 0, lastLines: [`${tests.length} requests in the suite's files`] };
  }
}

async function readSuite(folder: string, suite: string): Promise<Outcome<readonly HttpTest[]>> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  const read = await Promise.all(
    files.map(async (file) => readSuiteFile(await readFile(join(folder, file), 'utf8'), file, suite)),
  );
  const problems = read.flatMap((file) => file.problems);
  return problems.length > 0 ? failed(mistakes(folder, problems)) : ok(read.flatMap(({ tests }) => tests));
}

function mistakes(folder: string, problems: readonly string[]) {
  return {
    kind: 'usage' as const,
    what: `The HTTP tests in ${folder} have ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:`,
    why: problems.map((problem) => `\n  ${problem}`).join(''),
    next: '\nMend these lines; nothing of this suite has run.',
  };
}
