import { join } from 'node:path';
import { systemCommand } from '../../system/command.ts';
import { describeRunner } from '../../testing/runner.contract.ts';
import { DeclaredRunner } from './declared-runner.ts';

const page = 'A page › with a (difficult) title';

function identify(file: string, ...titlePath: readonly string[]) {
  return { suite: 'visits', file, titlePath, project: 'visits' };
}

describeRunner('DeclaredRunner', {
  suite: 'visits',
  runner: new DeclaredRunner(systemCommand, {
    name: 'visits',
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: they stand so in a definition.
    command: [process.execPath, 'tool.js', '${LOG_DIR}'],
    directory: join(import.meta.dirname, '../../testing/fixtures/declared'),
    environment: { WIKI: '${MW_SERVER}' },
    results: { format: 'junit', path: '${LOG_DIR}/*.xml' },
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: they stand so in a definition.
  }),
  tests: {
    opens: identify('specs/first.js', page, 'opens'),
    opensTwice: identify('specs/first.js', page, 'opens twice'),
    missing: identify('specs/first.js', page, 'is missing'),
    opensElsewhere: identify('specs/second.js', page, 'opens'),
    waits: identify('specs/second.js', 'waits for its answer'),
    skipped: identify('specs/second.js', 'is skipped'),
  },
});
