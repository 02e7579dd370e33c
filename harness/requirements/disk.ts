import { findEngines } from './find-engine.ts';
import type { Machine } from './machine.ts';
import type { Requirement } from './requirement.ts';

const gigabyte = 1e9;
const neededGigabytes = 10;

/** Two images, their seeds and a few runs take about half of it. */
export const disk: Requirement = {
  name: 'free disk space',
  neededFor: 'images, databases and runs',
  optional: false,
  async detect(machine) {
    const places = await Promise.all(
      (await folders(machine)).map(async (folder) => ({ folder, free: await machine.freeBytes(folder) })),
    );
    const detail = places.map(({ folder, free }) => `${gigabytes(free)} at ${folder}`).join(', ');
    return places.every(({ free }) => free >= neededGigabytes * gigabyte)
      ? { state: 'found', detail }
      : { state: 'unusable', detail, mend: `./gm1 gc, or free ${neededGigabytes} GB there` };
  },
};

/** Where we write and where the engine does; an engine in a machine of its own has a folder that is not here. */
async function folders(machine: Machine): Promise<readonly string[]> {
  const [engine] = await findEngines(machine);
  const isLocal = machine.platform !== 'macos' && engine?.address.startsWith('unix:');
  return engine?.answer.kind === 'answers' && isLocal && engine.answer.directory
    ? [machine.state, engine.answer.directory]
    : [machine.state];
}

function gigabytes(bytes: number): string {
  return `${Math.floor(bytes / gigabyte)} GB`;
}
