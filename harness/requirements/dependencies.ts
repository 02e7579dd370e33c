import { join } from 'node:path';
import type { Requirement } from './requirement.ts';

/** What package-lock.json lists and npm has installed; asked of the same script that set-up asks. */
export const dependencies: Requirement = {
  name: 'npm packages',
  neededFor: 'running gm1 itself',
  optional: false,
  async detect({ command, project }) {
    const script = join(project, 'harness', 'dependencies-match.js');
    const { exitCode } = await command.run(process.execPath, [script], { cwd: project });
    return exitCode === 0
      ? { state: 'found', detail: 'as package-lock.json lists them' }
      : { state: 'unusable', detail: 'not as package-lock.json lists them', mend: 'npm ci' };
  },
};
