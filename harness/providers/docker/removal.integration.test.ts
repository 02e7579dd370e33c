import { expect, onTestFinished, test } from 'vitest';
import { unwrap } from '../../testing/unwrap.ts';
import { connectEngine } from './engine.ts';
import { findParts, removeParts } from './removal.ts';

test('a network that somebody uses stays, and all else goes', async () => {
  const { api } = unwrap(await connectEngine());
  const name = `gm1-removal-${process.pid}`;
  const labels = [`gm1.removal=${name}`];
  const Labels = { 'gm1.removal': name };
  const used = await api.createNetwork({ Name: name, Labels });
  await api.createNetwork({ Name: `${name}-free`, Labels });
  await api.createVolume({ Name: name, Labels });
  const user = await api.createContainer({
    Image: 'gm1/base:trixie',
    Cmd: ['sleep', '60'],
    HostConfig: { NetworkMode: name },
  });
  onTestFinished(async () => {
    await user.remove({ force: true });
    await used.remove();
  });
  await user.start();
  expect(await removeParts(api, await findParts(api, labels))).toEqual({
    containers: 0,
    networks: 1,
    volumes: 1,
  });
  expect(await findParts(api, labels)).toEqual({ containers: [], networks: [used.id], volumes: [] });
});
