import { join } from 'node:path';
import { systemClock } from '../../system/clock.ts';
import { describeRunner } from '../../testing/runner.contract.ts';
import { HttpbbRunner } from './httpbb-runner.ts';

const folder = join(import.meta.dirname, '../../testing/fixtures/http');

function identify(file: string, host: string, path: string) {
  return { suite: 'http', file, titlePath: [host, `GET ${path}`], project: 'http' };
}

describeRunner('HttpbbRunner', {
  suite: 'http',
  runner: new HttpbbRunner({ folder, clock: systemClock }),
  tests: {
    opens: identify('first.yaml', 'testwiki', '/first/opens'),
    opensTwice: identify('first.yaml', 'testwiki', '/first/opens-twice'),
    missing: identify('first.yaml', 'testwiki', '/missing'),
    opensElsewhere: identify('second.yaml', 'testwiki', '/second/opens'),
    waits: identify('second.yaml', 'testwiki', '/held'),
    skipped: identify('second.yaml', 'otherwiki', '/skipped'),
  },
});
