import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '../../testing/unwrap.ts';
import { connectEngine, type EngineApi } from './engine.ts';
import { commitSnapshot, findImage } from './snapshots.ts';

const name = `gm1/seed:snapshots-${process.pid}`;
let api: EngineApi;

beforeAll(async () => {
  api = unwrap(await connectEngine()).api;
  await commitSnapshot(api, api.getContainer(await containerOf('gm1/base:trixie')), name, {
    purpose: 'test',
  });
});

afterAll(async () => {
  await execa('docker', ['rmi', name, `${name}-changed`, `${name}-copy`], { reject: false });
});

test('an image that was committed from a snapshot keeps its labels, and is none', async () => {
  await execa('docker', ['commit', await containerOf(name), `${name}-changed`]);
  expect(await findImage(api, `${name}-changed`)).toMatchObject({
    labels: { purpose: 'test' },
    isSnapshot: false,
  });
});

test('a snapshot stays one under another name', async () => {
  await execa('docker', ['tag', name, `${name}-copy`]);
  expect(await findImage(api, `${name}-copy`)).toMatchObject({ isSnapshot: true });
});

/** The id of a container that has written a file and ended; it goes with the test. */
async function containerOf(image: string): Promise<string> {
  const id = `gm1-snapshots-${process.pid}-${containers.length}`;
  containers.push(id);
  await execa('docker', ['run', '--name', id, image, 'sh', '-c', 'date > /written']);
  return id;
}

const containers: string[] = [];
afterAll(async () => {
  await execa('docker', ['rm', '-f', ...containers], { reject: false });
});
