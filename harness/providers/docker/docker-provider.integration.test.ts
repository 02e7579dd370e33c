import { afterAll, expect } from 'vitest';
import { describeProvider } from '../../testing/provider.contract.ts';
import { DockerProvider } from './docker-provider.ts';
import { connectEngine } from './engine.ts';

const home = `/gone/gm1-contract-${process.pid}`;

describeProvider('DockerProvider', {
  provider: () => new DockerProvider({ connect: connectEngine, home, readySeconds: 20 }),
  image: 'gm1/base:trixie',
  runsCommands: true,
});

afterAll(async () => {
  const engine = await connectEngine();
  if (!engine.ok) return;
  const filters = { reference: [`gm1/seed:contract-${process.pid}*`] };
  for (const { Id, Labels } of await engine.value.api.listImages({ filters })) {
    expect(Labels).toMatchObject({ gm1: 'seed', purpose: 'test' });
    await engine.value.api.getImage(Id).remove({ force: true });
  }
});
