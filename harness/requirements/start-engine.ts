import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import { asRoot, runAsRoot } from './as-root.ts';
import type { Machine } from './machine.ts';

/** The Docker daemon to start: its options, where it then answers and where its output goes. */
export interface Daemon {
  readonly args: readonly string[];
  readonly address: string;
  readonly log: string;
}

const patienceSeconds = 60;

/** Starts the installed Docker daemon, by the service manager where there is one, and waits until it answers. */
export async function startEngine(machine: Machine, daemon: Daemon): Promise<Outcome<void>> {
  const started = (await hasServiceManager(machine))
    ? await runAsRoot(machine, ['systemctl', 'start', 'docker'])
    : await startDetached(machine, daemon);
  return started.ok ? untilItAnswers(machine, daemon) : started;
}

/** `is-system-running` also exits with an error when it is "degraded", which is good enough. */
async function hasServiceManager({ command }: Machine): Promise<boolean> {
  const { stdout } = await command.run('systemctl', ['is-system-running']);
  return ['running', 'degraded', 'starting', 'initializing'].includes(stdout.trim());
}

async function startDetached(machine: Machine, { args, log }: Daemon): Promise<Outcome<void>> {
  const dockerd = (await machine.find('dockerd')) ?? 'dockerd';
  const [file, ...words] = asRoot(machine, [dockerd, ...args]);
  return machine.startDaemon(file, words, log);
}

/** An engine that refuses this user has started, too. */
async function untilItAnswers(machine: Machine, daemon: Daemon): Promise<Outcome<void>> {
  const deadline = machine.clock.seconds() + patienceSeconds;
  while (machine.clock.seconds() < deadline) {
    const { kind } = await machine.askEngine(daemon.address);
    if (kind === 'answers' || kind === 'refused') return ok(undefined);
    await machine.wait(0.2);
  }
  return failed(noAnswer(daemon));
}

function noAnswer({ address, log }: Daemon): Failure {
  return {
    kind: 'infrastructure',
    what: `The Docker daemon was started but did not answer at ${address} within ${patienceSeconds} s.`,
    next: `Read why in ${log} (or \`journalctl -u docker\`), mend that, then run \`npm run setup\` again.`,
  };
}
