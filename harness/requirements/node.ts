import type { Requirement } from './requirement.ts';

const major = 24;

/** The Node that package.json pins: npm puts it first on the PATH of every script. */
export const node: Requirement = {
  name: `Node ${major}`,
  neededFor: 'running gm1 itself',
  optional: false,
  async detect({ nodeVersion }) {
    return Number.parseInt(nodeVersion, 10) === major
      ? { state: 'found', detail: nodeVersion }
      : { state: 'unusable', detail: `this runs on ${nodeVersion}`, mend: 'npm run setup, then ./gm1' };
  },
};
