import { join } from 'node:path';
import { systemCommand } from '../../system/command.ts';
import { describeRunner } from '../../testing/runner.contract.ts';
import { WebdriverioRunner } from './webdriverio-runner.ts';

const folder = join(import.meta.dirname, '../../testing/fixtures/webdriverio');
const page = 'A page › with a (difficult) title';

function identify(file: string, ...titlePath: readonly string[]) {
  return { suite: 'webdriverio', file, titlePath, project: 'webdriverio' };
}

describeRunner('WebdriverioRunner', {
  suite: 'webdriverio',
  runner: new WebdriverioRunner({ command: systemCommand, folder, env: process.env }),
  tests: {
    opens: identify('specs/first.js', page, 'opens'),
    opensTwice: identify('specs/first.js', page, 'opens twice'),
    missing: identify('specs/first.js', page, 'is missing'),
    opensElsewhere: identify('specs/second.js', page, 'opens'),
    waits: identify('specs/second.js', 'waits for its answer'),
    skipped: identify('specs/second.js', 'is skipped'),
  },
});
