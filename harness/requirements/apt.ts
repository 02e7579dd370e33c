import type { Outcome } from '../core/failure.ts';
import { runAsRoot, typed } from './as-root.ts';
import type { Machine } from './machine.ts';

const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '--quiet', '--yes'];

/** Another program may hold the lock on the packages for as long; seconds. */
const patience = 600;

/** Installs Debian packages without the recommended ones. Refreshes apt's lists only when they do not serve. */
export async function installPackages(machine: Machine, packages: readonly string[]): Promise<Outcome<void>> {
  if (await allKnown(machine, packages)) {
    const installed = await install(machine, packages);
    if (installed.ok) return installed;
  }
  const refreshed = await runAsRoot(machine, [...apt, 'update']);
  return refreshed.ok ? install(machine, packages) : refreshed;
}

/** What a person types to install packages. */
export function installCommand(machine: Machine, packages: readonly string[]): string {
  return typed(machine, `apt-get install --no-install-recommends ${packages.join(' ')}`);
}

function install(machine: Machine, packages: readonly string[]): Promise<Outcome<void>> {
  const options = ['-o', `DPkg::Lock::Timeout=${patience}`, 'install', '--no-install-recommends'];
  return runAsRoot(machine, [...apt, ...options, ...packages]);
}

/** Whether apt has a version of each package to install, as far as its lists say. */
async function allKnown({ command }: Machine, packages: readonly string[]): Promise<boolean> {
  const { stdout } = await command.run('apt-cache', ['policy', ...packages], { env: { LC_ALL: 'C' } });
  const candidates = stdout.match(/^ {2}Candidate: (?!\(none\))/gm) ?? [];
  return candidates.length === packages.length;
}
