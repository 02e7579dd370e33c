import type { Requirement } from './requirement.ts';

const gigabyte = 1e9;
/** A machine sold with 4 GB has a little less to give. */
const neededGigabytes = 3.8;

export const memory: Requirement = {
  name: 'memory',
  neededFor: 'running both tracks and a browser at once',
  optional: false,
  async detect({ memoryBytes }) {
    const detail = `${(memoryBytes / gigabyte).toFixed(1)} GB`;
    return memoryBytes >= neededGigabytes * gigabyte
      ? { state: 'found', detail }
      : { state: 'unusable', detail, mend: 'give the machine 4 GB of memory' };
  },
};
