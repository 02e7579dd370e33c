import { join } from 'node:path';
import { type Outcome, ok } from '../core/failure.ts';
import { unreachable } from '../core/unreachable.ts';
import { installPackages } from './apt.ts';
import { runAsRoot, typed } from './as-root.ts';
import { type Candidate, findEngines, systemSocket } from './find-engine.ts';
import type { Machine } from './machine.ts';
import type { Detection, Installation, Requirement } from './requirement.ts';
import { startEngine } from './start-engine.ts';

/** Docker or Podman, whichever answers. */
export const containerEngine: Requirement = {
  name: 'container engine',
  neededFor: 'building images and running the wikis and their services',
  optional: false,
  async detect(machine) {
    const [best] = await findEngines(machine);
    return best ? detection(machine, best) : { state: 'missing', detail: 'none', mend: await mend(machine) };
  },
  install(machine, { state }) {
    if (machine.platform !== 'debian' || machine.authority === 'none' || machine.env.DOCKER_HOST)
      return undefined;
    return state === 'unusable' ? permission(machine) : engine(machine);
  },
};

async function detection(machine: Machine, { address, answer }: Candidate): Promise<Detection> {
  switch (answer.kind) {
    case 'answers':
      return { state: 'found', detail: `${answer.name} ${answer.version} at ${address}` };
    case 'refused':
      return { state: 'unusable', ...refusal(machine, address) };
    case 'silent':
      return { state: 'missing', detail: `${address}: ${answer.why}`, mend: await mend(machine) };
    case 'absent':
      return { state: 'missing', detail: 'no Docker or Podman socket answers', mend: await mend(machine) };
    default:
      return unreachable(answer);
  }
}

function refusal({ user }: Machine, address: string) {
  return {
    detail: `an engine listens at ${address} but does not let ${user.name} in`,
    mend: `sudo usermod -aG docker ${user.name}, then log out and in again`,
  };
}

/** What a person does to have an engine. */
async function mend(machine: Machine): Promise<string> {
  const { env, platform } = machine;
  if (env.DOCKER_HOST) return `start the engine at ${env.DOCKER_HOST}, or unset DOCKER_HOST`;
  if (platform === 'macos') return 'brew install colima docker && colima start';
  const installed = (await machine.find('dockerd')) !== undefined;
  if (installed)
    return platform === 'debian' ? typed(machine, 'service docker start') : 'sudo systemctl start docker';
  return platform === 'debian'
    ? typed(machine, 'apt-get install docker.io')
    : 'sudo dnf install podman && systemctl --user enable --now podman.socket';
}

function engine(machine: Machine): Installation {
  const plan = { args: [], address: systemSocket, log: join(machine.state, 'dockerd.log') };
  return {
    what: 'docker.io unless it is there, and starting its daemon',
    async run() {
      if (!(await machine.find('dockerd'))) {
        const installed = await installPackages(machine, ['docker.io']);
        if (!installed.ok) return installed;
      }
      return startEngine(machine, plan, () => admit(machine));
    },
  };
}

function permission(machine: Machine): Installation {
  return { what: `the right of ${machine.user.name} to use Docker`, run: () => admit(machine) };
}

/** The group counts from the next log-in on; until then the socket itself lets the user in. */
async function admit(machine: Machine): Promise<Outcome<void>> {
  const { user } = machine;
  const socket = new URL(systemSocket).pathname;
  const { kind } = await machine.askEngine(systemSocket);
  if (kind !== 'refused') return ok(undefined);
  const joined = await runAsRoot(machine, ['usermod', '-aG', 'docker', user.name]);
  if (!joined.ok) return joined;
  const acl = (await machine.find('setfacl')) ? joined : await installPackages(machine, ['acl']);
  return acl.ok ? runAsRoot(machine, ['setfacl', '--modify', `user:${user.name}:rw`, socket]) : acl;
}
