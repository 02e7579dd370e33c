import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCommand } from '../system/command.ts';
import { measure } from './measure.ts';
import { projectRoot } from './project.ts';
import { megabytes, row, seconds } from './row.ts';

/** `npm start` from a fresh clone; where nothing of gm1 is cached yet that is the cold figure. */
export async function benchCold(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gm1-cold-'));
  try {
    const clone = join(folder, 'gm1');
    await systemCommand.run('git', ['clone', '--quiet', projectRoot, clone]);
    const start = await measure(() =>
      systemCommand.run('npm', ['start'], { cwd: clone, onLine: (line) => console.error(line) }),
    );
    row('npm start from a fresh clone', seconds(start.seconds));
    row('  exit code', String(start.value.exitCode));
    row('  peak memory', megabytes(start.peakMemory));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
