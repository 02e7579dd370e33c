import { benchBuild } from './bench/build.ts';
import { benchCold } from './bench/cold.ts';
import { benchCompare } from './bench/compare.ts';
import { benchEvidence } from './bench/evidence.ts';
import { benchIndex } from './bench/index-runs.ts';
import { benchLife } from './bench/life.ts';
import { benchLogging } from './bench/logging.ts';
import { benchNoise } from './bench/noise.ts';
import { megabytes } from './bench/row.ts';
import { benchRun } from './bench/run.ts';
import { benchSelfCheck } from './bench/self-check.ts';
import { benchSignatures } from './bench/signatures.ts';
import { thisHost } from './system/host.ts';

/**
 * Measures what the documentation quotes, on this machine: `npm run bench` a warm run, `-- build` the making of images
 * beside `docker build`, `-- environment` the life of an environment beside the plain way, `-- cold` the first `npm start`,
 * `-- self-check` the tests: how many of the faults in suites/self-check they catch, `-- noise` how often it is wrong,
 * `-- index` the index of the runs on record, `-- logging` what logging costs the suites,
 * `-- compare` the comparison and its reports beside Allure's.
 */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  run: benchRun,
  build: benchBuild,
  environment: benchLife,
  cold: benchCold,
  'self-check': benchSelfCheck,
  noise: benchNoise,
  evidence: benchEvidence,
  logging: benchLogging,
  signatures: benchSignatures,
  index: benchIndex,
  compare: benchCompare,
};

const name = process.argv[2] ?? 'run';
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (!bench) {
  console.error(`There is no bench ${name}. Take one of ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
const host = thisHost();
console.log(`${host.cores} cores, ${megabytes(host.memory)} of memory, ${host.system}`);
await bench();
