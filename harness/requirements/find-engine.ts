import type { EngineAnswer } from './ask-engine.ts';
import type { Machine } from './machine.ts';

export interface Candidate {
  /** As `DOCKER_HOST` has it: `unix:///var/run/docker.sock`. */
  readonly address: string;
  readonly answer: EngineAnswer;
}

export const systemSocket = 'unix:///var/run/docker.sock';

/** Where an engine may listen, the likeliest first. `DOCKER_HOST` is a decision, so nothing else counts beside it. */
export function engineAddresses({ env, user, platform }: Machine): readonly string[] {
  if (env.DOCKER_HOST) return [env.DOCKER_HOST];
  const runtime = env.XDG_RUNTIME_DIR ?? `/run/user/${user.id}`;
  const sockets = {
    debian: [`${runtime}/docker.sock`, `${runtime}/podman/podman.sock`, '/run/podman/podman.sock'],
    linux: [`${runtime}/docker.sock`, `${runtime}/podman/podman.sock`, '/run/podman/podman.sock'],
    macos: [
      `${user.home}/.docker/run/docker.sock`,
      `${user.home}/.colima/default/docker.sock`,
      `${user.home}/.local/share/containers/podman/machine/podman.sock`,
    ],
  }[platform];
  return [systemSocket, ...sockets.map((path) => `unix://${path}`)];
}

/** All addresses with what answered there; the best first: one that answers, one that refuses, a silent one. */
export async function findEngines(machine: Machine): Promise<readonly Candidate[]> {
  const candidates = await Promise.all(
    engineAddresses(machine).map(async (address) => ({ address, answer: await machine.askEngine(address) })),
  );
  return candidates.toSorted((a, b) => rank[a.answer.kind] - rank[b.answer.kind]);
}

const rank: Readonly<Record<EngineAnswer['kind'], number>> = { answers: 0, refused: 1, silent: 2, absent: 3 };
