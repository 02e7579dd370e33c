import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Daemon } from '../system/daemon.ts';
import { readIfPresent } from '../system/files.ts';
import { asRoot, runAsRoot } from './as-root.ts';
import type { EngineAnswer } from './ask-engine.ts';
import type { Machine } from './machine.ts';

/** The Docker daemon to start: its options, where it then answers and where its output goes. */
export interface EnginePlan {
  readonly args: readonly string[];
  readonly address: string;
  readonly log: string;
}

const patienceSeconds = 60;

/**
 * Starts the installed Docker daemon, by the service manager where there is one. Then `admit` may let this user in, to
 * whom a new daemon may not answer. Waits until it answers.
 */
export async function startEngine(
  machine: Machine,
  plan: EnginePlan,
  admit: () => Promise<Outcome<void>>,
): Promise<Outcome<void>> {
  const daemon = (await hasServiceManager(machine))
    ? await startService(machine)
    : await startDetached(machine, plan);
  if (!daemon.ok) return daemon;
  const listening = await untilIt(['answers', 'refused'], machine, plan, daemon.value);
  const admitted = listening.ok ? await admit() : listening;
  return admitted.ok ? untilIt(['answers'], machine, plan, daemon.value) : admitted;
}

/** `is-system-running` also exits with an error when it is "degraded", which is good enough. */
async function hasServiceManager({ command }: Machine): Promise<boolean> {
  const { stdout } = await command.run('systemctl', ['is-system-running']);
  return ['running', 'degraded', 'starting', 'initializing'].includes(stdout.trim());
}

async function startService(machine: Machine): Promise<Outcome<Daemon>> {
  const started = await runAsRoot(machine, ['systemctl', 'start', 'docker']);
  return started.ok ? ok({ hasEnded: () => false }) : started;
}

async function startDetached(machine: Machine, { args, log }: EnginePlan): Promise<Outcome<Daemon>> {
  const dockerd = (await machine.find('dockerd')) ?? 'dockerd';
  const [file, ...words] = asRoot(machine, [dockerd, ...args]);
  return machine.startDaemon(file, words, log);
}

async function untilIt(
  wanted: readonly EngineAnswer['kind'][],
  machine: Machine,
  plan: EnginePlan,
  daemon: Daemon,
): Promise<Outcome<void>> {
  const deadline = machine.clock.seconds() + patienceSeconds;
  while (!daemon.hasEnded() && machine.clock.seconds() < deadline) {
    const { kind } = await machine.askEngine(plan.address);
    if (wanted.includes(kind)) return ok(undefined);
    await machine.wait(0.2);
  }
  return failed(noAnswer(plan, daemon, await readIfPresent(plan.log)));
}

function noAnswer({ address, log }: EnginePlan, daemon: Daemon, output = ''): Failure {
  const said = output.trim().split('\n').slice(-3).join('\n');
  const end = daemon.hasEnded() ? 'but ended at once' : `but did not answer within ${patienceSeconds} s`;
  return {
    kind: 'infrastructure',
    what: `The Docker daemon was started at ${address} ${end}.`,
    ...(said && { why: `It said: ${said}\n` }),
    next: `Read why in ${log} (or \`journalctl -u docker\`), mend that, then run \`npm run setup\` again.`,
  };
}
