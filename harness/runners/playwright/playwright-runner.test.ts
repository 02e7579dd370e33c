import { join } from 'node:path';
import { systemCommand } from '../../system/command.ts';
import { describeRunner } from '../../testing/runner.contract.ts';
import { PlaywrightRunner } from './playwright-runner.ts';

const projectRoot = join(import.meta.dirname, '../../testing/fixtures/playwright');
const page = 'A page › with a (difficult) title';

function identify(file: string, ...titlePath: readonly string[]) {
  return { suite: 'api', file, titlePath, project: 'api' };
}

describeRunner('PlaywrightRunner', {
  suite: 'api',
  runner: new PlaywrightRunner({
    command: systemCommand,
    projectRoot,
    env: process.env,
    browser: 'not needed',
  }),
  tests: {
    opens: identify('first.case.ts', page, 'opens'),
    opensTwice: identify('first.case.ts', page, 'opens twice'),
    missing: identify('first.case.ts', page, 'is missing'),
    opensElsewhere: identify('second.case.ts', page, 'opens'),
    waits: identify('second.case.ts', 'waits for its answer'),
    skipped: identify('second.case.ts', 'is skipped'),
  },
});
