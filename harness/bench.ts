import { benchBuild } from './bench/build.ts';
import { benchCold } from './bench/cold.ts';
import { benchEnvironment } from './bench/environment.ts';
import { megabytes } from './bench/row.ts';
import { thisHost } from './system/host.ts';

/**
 * Measures what the documentation quotes, on this machine: `npm run bench -- environment` (or nothing) that of running
 * environments, `build` that of making images, beside `docker build`, `cold` that of the first `npm start`.
 */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  environment: benchEnvironment,
  build: benchBuild,
  cold: benchCold,
};

const name = process.argv[2] ?? 'environment';
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (!bench) {
  console.error(`There is no bench ${name}. Take one of ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
const host = thisHost();
console.log(`${host.cores} cores, ${megabytes(host.memory)} of memory, ${host.system}`);
await bench();
