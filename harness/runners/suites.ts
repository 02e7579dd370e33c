import { join } from 'node:path';
import type { Definition, KnownSuite, SuiteName } from '../core/definition.ts';
import type { Outcome } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { unreachable } from '../core/unreachable.ts';
import type { UpstreamTests } from '../core/upstream-tests.ts';
import type { Clock } from '../system/clock.ts';
import type { Command } from '../system/command.ts';
import { DeclaredRunner } from './declared/declared-runner.ts';
import type { Env } from './find-program.ts';
import { HttpbbRunner } from './httpbb/httpbb-runner.ts';
import { PlaywrightRunner } from './playwright/playwright-runner.ts';
import type { Runner } from './runner.ts';
import { ApiTestingRunner } from './upstream/api-testing-runner.ts';
import { SeleniumRunner } from './upstream/selenium-runner.ts';
import type { UpstreamTools } from './upstream/upstream-tools.ts';
import { WebdriverioRunner } from './webdriverio/webdriverio-runner.ts';

interface Suite {
  readonly tool: 'httpbb' | 'playwright' | 'webdriverio';
  /** Relative to the project. */
  readonly folder: string;
  readonly browser: 'needed' | 'not needed';
}

/** What each of gm1's own suites is run with. */
const suites: ReadonlyMap<SuiteName, Suite> = new Map<KnownSuite, Suite>([
  ['http', { tool: 'httpbb', folder: 'suites/http', browser: 'not needed' }],
  ['api', { tool: 'playwright', folder: 'suites/api', browser: 'not needed' }],
  ['browser', { tool: 'playwright', folder: 'suites/browser', browser: 'needed' }],
  ['webdriverio', { tool: 'webdriverio', folder: 'suites/webdriverio', browser: 'needed' }],
]);

export interface RunnerTools {
  readonly command: Command;
  readonly clock: Clock;
  readonly projectRoot: string;
  /** Where Chromium and ChromeDriver are looked for: `GM1_CHROMIUM`, `GM1_CHROMEDRIVER`, `PATH`. */
  readonly env: Env;
  /** `Home.cache`. */
  readonly cache: string;
  /** The tests in the tree of a track of a definition. */
  upstreamTests(definition: Definition, track: Track, signal: AbortSignal): Promise<Outcome<UpstreamTests>>;
}

/** The runners of the suites that a definition has. */
export function createRunners(
  definition: Definition,
  tools: RunnerTools,
): Readonly<Record<SuiteName, Runner>> {
  return Object.fromEntries(definition.suites.map((name) => [name, createRunner(definition, name, tools)]));
}

function createRunner(definition: Definition, name: SuiteName, tools: RunnerTools): Runner {
  const declared = definition.declaredSuites?.find((suite) => suite.name === name);
  if (declared) return new DeclaredRunner(tools.command, declared);
  const upstream: UpstreamTools = {
    ...tools,
    tests: (track, signal) => tools.upstreamTests(definition, track, signal),
  };
  if (name === 'api-testing') return new ApiTestingRunner(upstream);
  if (name === 'selenium') return new SeleniumRunner(upstream);
  const own = suites.get(name);
  if (own) return createOwnRunner(own, tools);
  throw new Error(`No runner is known for the suite ${name}.`);
}

function createOwnRunner({ tool, folder, browser }: Suite, tools: RunnerTools): Runner {
  const { command, clock, projectRoot, env } = tools;
  switch (tool) {
    case 'httpbb':
      return new HttpbbRunner({ folder: join(projectRoot, folder), clock });
    case 'playwright':
      return new PlaywrightRunner({ command, projectRoot, env, browser });
    case 'webdriverio':
      return new WebdriverioRunner({ command, folder: join(projectRoot, folder), env });
    default:
      return unreachable(tool);
  }
}
