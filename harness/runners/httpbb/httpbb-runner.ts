import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, type Outcome, ok } from '../../core/failure.ts';
import { testName } from '../../core/result.ts';
import type { Clock } from '../../system/clock.ts';
import { AllureWriter } from '../allure-writer.ts';
import { collectResults } from '../collect-results.ts';
import type { Runner, SuiteFinished, SuiteJob } from '../runner.ts';
import { emptyHostMap, type HostMap, readHostMap } from './host-map.ts';
import { type HttpTest, readSuiteFile } from './read-suite-file.ts';
import { runHttpTest } from './run-http-test.ts';

export interface HttpbbTools {
  /** With the suite's YAML files, and in `hosts.yaml` the wikis that stand for hosts of production. */
  readonly folder: string;
  readonly clock: Clock;
}

/** Runs files of SRE's httpbb: HTTP requests with assertions, without a browser. */
export class HttpbbRunner implements Runner {
  readonly takes = ['grep'] as const;
  readonly #tools: HttpbbTools;

  constructor(tools: HttpbbTools) {
    this.#tools = tools;
  }

  async run(job: SuiteJob): Promise<Outcome<SuiteFinished>> {
    const read = await readSuite(this.#tools.folder, job.suite);
    if (!read.ok) return read;
    const wanted = job.only && new Set(job.only.map(testName));
    const pattern = new RegExp(job.choice?.grep ?? '', 'i');
    const chosen = read.value.tests.filter(
      ({ test }) =>
        (!wanted || wanted.has(testName(test))) && pattern.test([test.file, ...test.titlePath].join(' ')),
    );
    const suite = { hosts: read.value.hosts, tests: chosen };
    return collectResults(job, 'httpbb', async () => ok(await this.#runAll(suite, job)));
  }

  async #runAll({ tests, hosts }: HttpSuite, job: SuiteJob) {
    const { endpoints, signal } = job;
    const surroundings = { hosts, endpoints, clock: this.#tools.clock, signal };
    const writer = new AllureWriter(job.resultsDirectory);
    const waiting = tests.values();
    let failures = 0;
    const work = async () => {
      for (const test of waiting) {
        if (signal.aborted) return;
        const ended = await runHttpTest(test, surroundings);
        if (ended.status === 'failed') failures += 1;
        if (!signal.aborted) writer.write(ended);
      }
    };
    await Promise.all(Array.from({ length: job.workers }, work));
    return { exitCode: failures > 0 ? 1 : 0, lastLines: [`${tests.length} requests in the suite's files`] };
  }
}

interface HttpSuite {
  readonly tests: readonly HttpTest[];
  readonly hosts: HostMap;
}

const hostMapFile = 'hosts.yaml';

async function readSuite(folder: string, suite: string): Promise<Outcome<HttpSuite>> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /\.ya?ml$/.test(name) && name !== hostMapFile).sort();
  const textOf = (file: string) => readFile(join(folder, file), 'utf8');
  const read = await Promise.all(files.map(async (file) => readSuiteFile(await textOf(file), file, suite)));
  const hosts: ReturnType<typeof readHostMap> = names.includes(hostMapFile)
    ? readHostMap(await textOf(hostMapFile), hostMapFile)
    : { ok: true, value: emptyHostMap };
  const problems = read.flatMap((file) => file.problems);
  if (!hosts.ok) return failed(mistakes(folder, [...hosts.problems, ...problems]));
  if (problems.length > 0) return failed(mistakes(folder, problems));
  return ok({ tests: read.flatMap(({ tests }) => tests), hosts: hosts.value });
}

function mistakes(folder: string, problems: readonly string[]) {
  return {
    kind: 'usage' as const,
    what: `The HTTP tests in ${folder} have ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:`,
    why: problems.map((problem) => `\n  ${problem}`).join(''),
    next: '\nMend these lines; nothing of this suite has run.',
  };
}
