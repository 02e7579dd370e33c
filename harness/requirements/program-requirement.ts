import { installCommand, installPackages } from './apt.ts';
import type { Machine, Platform } from './machine.ts';
import type { Requirement } from './requirement.ts';

interface Program {
  readonly name: string;
  readonly neededFor: string;
  readonly program: string;
  /** Debian's packages that bring it. */
  readonly packages: readonly string[];
  /** What a person does elsewhere. */
  readonly elsewhere: Readonly<Record<Exclude<Platform, 'debian'>, string>>;
}

/** An optional program that a Debian package brings. */
export function programRequirement(wanted: Program): Requirement {
  const { name, neededFor, program, packages, elsewhere } = wanted;
  return {
    name,
    neededFor,
    optional: true,
    async detect(machine) {
      const path = await machine.find(program);
      if (path && (await works(machine, path))) return { state: 'found', detail: path };
      const mend =
        machine.platform === 'debian' ? installCommand(machine, packages) : elsewhere[machine.platform];
      return { state: 'missing', detail: 'not on the PATH', mend };
    },
    install(machine) {
      if (machine.platform !== 'debian' || machine.authority === 'none') return undefined;
      return { what: packages.join(' '), run: () => installPackages(machine, packages) };
    },
  };
}

/** On macOS a program may be a stand-in that only says where to get the real one. */
async function works({ platform, command }: Machine, path: string): Promise<boolean> {
  return platform !== 'macos' || (await command.run(path, ['-version'])).exitCode === 0;
}
