import { join } from 'node:path';
import type { SuiteName } from '../core/definition.ts';
import { unreachable } from '../core/unreachable.ts';
import type { Clock } from '../system/clock.ts';
import type { Command } from '../system/command.ts';
import type { Env } from './find-program.ts';
import { HttpbbRunner } from './httpbb/httpbb-runner.ts';
import { PlaywrightRunner } from './playwright/playwright-runner.ts';
import type { Runner } from './runner.ts';
import { WebdriverioRunner } from './webdriverio/webdriverio-runner.ts';

interface Suite {
  readonly tool: 'httpbb' | 'playwright' | 'webdriverio';
  /** Relative to the project. */
  readonly folder: string;
  readonly browser: 'needed' | 'not needed';
}

/** What each suite is run with. */
const suites: Readonly<Record<SuiteName, Suite>> = {
  http: { tool: 'httpbb', folder: 'suites/http', browser: 'not needed' },
  api: { tool: 'playwright', folder: 'suites/api', browser: 'not needed' },
  browser: { tool: 'playwright', folder: 'suites/browser', browser: 'needed' },
  webdriverio: { tool: 'webdriverio', folder: 'suites/webdriverio', browser: 'needed' },
};

export interface RunnerTools {
  readonly command: Command;
  readonly clock: Clock;
  readonly projectRoot: string;
  /** Where Chromium and ChromeDriver are looked for: `GM1_CHROMIUM`, `GM1_CHROMEDRIVER`, `PATH`. */
  readonly env: Env;
}

export function createRunners(tools: RunnerTools): Readonly<Record<SuiteName, Runner>> {
  return {
    http: createRunner(suites.http, tools),
    api: createRunner(suites.api, tools),
    browser: createRunner(suites.browser, tools),
    webdriverio: createRunner(suites.webdriverio, tools),
  };
}

function createRunner({ tool, folder, browser }: Suite, tools: RunnerTools): Runner {
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
