import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import type { Plan } from '../../environment/provider.ts';
import { type PlacedProcess, thisProcess } from '../../system/process-identity.ts';
import { describeProvider } from '../../testing/provider.contract.ts';
import { unwrap } from '../../testing/unwrap.ts';
import { DockerProvider } from './docker-provider.ts';
import { connectEngine } from './engine.ts';

const home = `/gone/gm1-contract-${process.pid}`;

const options = { connect: connectEngine, home, readySeconds: 20 };

describeProvider('DockerProvider', {
  provider: () => new DockerProvider(options),
  abandoned: () => new DockerProvider({ ...options, owner: endedProcess }),
  image: 'gm1/base:trixie',
  runsCommands: true,
});

test('a container whose making was cut off before it had its files is made anew', async () => {
  const provider = new DockerProvider(options);
  const target = { environment: `cut-${process.pid}`, track: 'next', service: 'one' } as const;
  const plan: Plan = {
    ...{ environment: target.environment, track: target.track, volumes: [] },
    services: [
      {
        ...{ name: 'one', image: 'gm1/base:trixie', env: {}, volumes: {}, ports: [], after: [] },
        command: ['sleep', '600'],
        files: [{ path: '/etc/gm1/file', content: 'whole', mode: 0o644 }],
        ready: ['true'],
      },
    ],
  };
  const never = new AbortController().signal;
  try {
    unwrap(await provider.start(plan, never));
    await cutOff(target.environment);
    unwrap(await provider.resume(plan, never));
    const read = unwrap(await provider.execute(target, ['cat', '/etc/gm1/file']));
    expect(read).toMatchObject({ exitCode: 0, stdout: 'whole' });
  } finally {
    await provider.remove(target.environment);
  }
});

/** Leaves of the container what there is of it between its creation and its first file. */
async function cutOff(environment: string): Promise<void> {
  const { api } = unwrap(await connectEngine());
  const [listed] = await api.listContainers({ filters: { label: [`gm1=${environment}`] } });
  const container = api.getContainer(listed?.Id ?? '');
  const { Name, Config, HostConfig } = await container.inspect();
  await container.remove({ force: true });
  await api.createContainer({ ...Config, HostConfig, name: Name.slice(1) });
}

async function endedProcess(): Promise<PlacedProcess> {
  const child = spawn('true');
  await once(child, 'exit');
  return { ...(await thisProcess()), pid: child.pid ?? 0 };
}

afterAll(async () => {
  const engine = await connectEngine();
  if (!engine.ok) return;
  const filters = { reference: [`gm1/seed:contract-${process.pid}*`] };
  for (const { Id, Labels } of await engine.value.api.listImages({ filters })) {
    expect(Labels).toMatchObject({ gm1: 'seed', purpose: 'test' });
    await engine.value.api.getImage(Id).remove({ force: true });
  }
});
