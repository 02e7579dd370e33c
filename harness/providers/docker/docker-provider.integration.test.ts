import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect } from 'vitest';
import { type PlacedProcess, thisProcess } from '../../system/process-identity.ts';
import { describeProvider } from '../../testing/provider.contract.ts';
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
