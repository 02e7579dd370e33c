import { ok } from '../core/failure.ts';
import type { EngineAnswer } from '../requirements/ask-engine.ts';
import type { Machine } from '../requirements/machine.ts';
import type { Finished } from '../system/command.ts';

/** What a fake machine is made of; all that is absent is as on a new Debian machine of root's. */
export interface FakeMachineParts
  extends Partial<Pick<Machine, 'platform' | 'authority' | 'env' | 'memoryBytes' | 'nodeVersion'>> {
  /** The programs that it has. */
  readonly programs?: readonly string[];
  /** What each engine address answers; nothing is at the others. */
  readonly engines?: Readonly<Record<string, EngineAnswer>>;
  readonly freeBytes?: number;
  /** What programs do: the first entry whose key starts the command line; others end with 0 and print nothing. */
  readonly commands?: Readonly<Record<string, (machine: FakeMachine) => Partial<Finished>>>;
  /** Daemons end as soon as they are started. */
  readonly daemonEnds?: boolean;
  /** Told of the start of a daemon. */
  readonly onDaemon?: (machine: FakeMachine) => void;
}

/** A machine in memory. `ran` and `daemons` are the command lines so far; the clock moves while it waits. */
export interface FakeMachine extends Machine {
  readonly ran: string[];
  readonly daemons: string[];
  readonly programs: Set<string>;
  readonly engines: Map<string, EngineAnswer>;
}

export function fakeMachine(parts: FakeMachineParts = {}): FakeMachine {
  let seconds = 0;
  const { commands = {}, onDaemon = () => {}, freeBytes = 50e9, env = {}, ...given } = parts;
  const machine: FakeMachine = {
    platform: 'debian',
    authority: 'root',
    user: { name: 'ada', id: 1000, home: '/home/ada' },
    memoryBytes: 8e9,
    nodeVersion: '24.21.0',
    ...given,
    env,
    project: '/project',
    state: '/project/.gm1',
    ran: [],
    daemons: [],
    programs: new Set(parts.programs),
    engines: new Map(Object.entries(parts.engines ?? {})),
    command: {
      async run(file, args) {
        const line = [file, ...args].join(' ');
        machine.ran.push(line);
        const effect = Object.entries(commands).find(([start]) => line.startsWith(start))?.[1];
        return { exitCode: 0, stdout: '', stderr: '', ...effect?.(machine) };
      },
    },
    clock: { now: () => new Date(seconds * 1000), seconds: () => seconds },
    find: async (program) => (machine.programs.has(program) ? `/usr/bin/${program}` : undefined),
    freeBytes: async () => freeBytes,
    playwrightsOwn: async () => '/home/ada/.cache/ms-playwright/chromium',
    askEngine: async (address) => machine.engines.get(address) ?? { kind: 'absent' },
    startDaemon: async (file, args) => {
      machine.daemons.push([file, ...args].join(' '));
      onDaemon(machine);
      return ok({ hasEnded: () => parts.daemonEnds === true });
    },
    wait: async (length) => {
      seconds += length;
    },
  };
  return machine;
}
