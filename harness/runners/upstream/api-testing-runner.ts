import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Endpoints } from '../../core/endpoint.ts';
import { failed, type Outcome, ok } from '../../core/failure.ts';
import { writeWhole } from '../../system/files.ts';
import { collectResults, type ToolEnd } from '../collect-results.ts';
import { runTool } from '../run-tool.ts';
import type { Runner, SuiteFinished, SuiteJob } from '../runner.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { developmentWiki, type Prepared, prepareUpstream, type UpstreamTools } from './upstream-tools.ts';

const reporter = fileURLToPath(new URL('mocha-reporter.ts', import.meta.url));
const specs = '{,{extensions,skins}/*/}tests/api-testing/**/*.js';

/** Runs `tests/api-testing` of MediaWiki and its extensions as `npm run api-testing` does. */
export class ApiTestingRunner implements Runner {
  readonly takes = ['grep', 'wiki', 'testsOf'] as const;
  readonly #tools: UpstreamTools;

  constructor(tools: UpstreamTools) {
    this.#tools = tools;
  }

  async run(job: SuiteJob): Promise<Outcome<SuiteFinished>> {
    const wiki = developmentWiki(job);
    if (!wiki.ok) return wiki;
    const config = apiTestingConfig(job.endpoints, wiki.value);
    if (!config.ok) return config;
    const prepared = await prepareUpstream(this.#tools, 'api-testing', job);
    if (!prepared.ok) return prepared;
    await using ready = prepared.value;
    // Without the await the tests would be gone at once.
    return await collectResults(job, 'mocha', () => this.#start(job, ready, config.value));
  }

  /** Tests of one file build on each other, so that those asked for again run with their file. */
  async #start(job: SuiteJob, { workspace, packages }: Prepared, config: string): Promise<Outcome<ToolEnd>> {
    const files = [...new Set(job.only?.map(({ file }) => file))];
    const grep = job.choice?.grep;
    await using scratch = await scratchFolder();
    const configFile = join(scratch.path, 'api-testing.json');
    await writeWhole(configFile, config, 0o600);
    return await runTool(this.#tools.command, {
      cwd: workspace.root,
      args: [
        ...[join(packages, 'node_modules/mocha/bin/mocha.js'), '--timeout', '0', '--exit'],
        ...['--reporter', reporter, ...(grep === undefined ? [] : ['--grep', `/${grep}/i`])],
        ...(files.length > 0 ? files : await allSpecs(workspace.root)),
      ],
      env: {
        API_TESTING_CONFIG_FILE: configFile,
        GM1_RESULTS: job.resultsDirectory,
        GM1_SUITE: job.suite,
      },
      signal: job.signal,
    });
  }
}

async function allSpecs(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const file of glob(specs, { cwd: root })) found.push(file);
  return found.sort();
}

/** The file that api-testing reads; see its README. */
function apiTestingConfig(endpoints: Endpoints, dbname: string): Outcome<string> {
  const { wikis, accounts, scriptPath, secretKey, environment } = endpoints;
  const wiki = wikis.find((one) => one.dbname === dbname);
  const root = accounts.find(({ persona }) => persona === 'sysop');
  if (!wiki || !root || !secretKey) {
    return failed({
      kind: 'infrastructure',
      what: `The environment ${environment} lacks ${secretKey ? 'a sysop' : 'the secret key of its wikis'}.`,
      next: `Make it anew: "gm1 down --environment ${environment}", then "gm1 up".`,
    });
  }
  const config = {
    base_uri: `${wiki.url}${scriptPath}/`,
    main_page: 'Main_Page',
    root_user: { name: root.name, password: root.password },
    secret_key: secretKey,
    extra_parameters: {},
  };
  return ok(JSON.stringify(config));
}
