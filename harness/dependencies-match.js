// Exits with 0 when node_modules holds what package-lock.json lists. Plain JavaScript without dependencies, since
// set-up asks it before there is anything but the machine's own Node.
import { readFileSync } from 'node:fs';

const wanted = packagesIn('package-lock.json');
const installed = packagesIn('node_modules/.package-lock.json');
const paths = Object.keys({ ...wanted, ...installed }).filter((path) => path !== '');
process.exitCode = paths.every(matches) ? 0 : 1;

/** npm leaves out optional packages that are for other machines. */
function matches(path) {
  const [want, have] = [wanted[path], installed[path]];
  return have ? want?.version === have.version && want.integrity === have.integrity : want.optional === true;
}

/** npm writes the second file last, so a set-up that was cut off has none. */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return {};
  }
}
