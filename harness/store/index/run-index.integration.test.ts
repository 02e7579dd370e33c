import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ok } from '../../core/failure.ts';
import { DockerImageBuilder } from '../../providers/docker/docker-image-builder.ts';
import { connectEngine } from '../../providers/docker/engine.ts';
import { systemCommand } from '../../system/command.ts';
import { nightRows } from '../../testing/night-rows.ts';
import { type RealPostgres, startPostgres } from '../../testing/real-postgres.ts';
import { testRunIndex } from '../../testing/run-index.contract.ts';
import { sentenceOf, unwrap } from '../../testing/unwrap.ts';
import { useIndex } from './open-index.ts';
import { useRuns } from './use-runs.ts';

let scratch: string;
let postgres: RealPostgres;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gm1-index-'));
  const { api } = unwrap(await connectEngine());
  const builder = new DockerImageBuilder({
    connect: connectEngine,
    command: systemCommand,
    cache: join(scratch, 'cache'),
  });
  postgres = await startPostgres(api, builder);
}, 300_000);

afterAll(async () => {
  await postgres?.[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true });
});

async function makePlace() {
  return { kind: 'database', url: await postgres.makeDatabase() } as const;
}

testRunIndex('PostgreSQL', makePlace);

test('a machine forgets no run that another one has written', async () => {
  const place = await makePlace();
  await useIndex(place, async (index) => ok(await index.write(nightRows({ day: 3 }))));
  const options = { signal: new AbortController().signal };
  const runs = await useRuns(place, join(scratch, 'no-runs'), options, async (index, update) =>
    ok({ ...update, runs: (await index.sources()).size }),
  );
  expect(unwrap(runs)).toEqual({ read: 0, forgotten: 0, unreadable: [], runs: 1 });
});

test('a wrong password is refused with a sentence that does not show it', async () => {
  const { url } = await makePlace();
  const place = { kind: 'database', url: url.replace(':secret@', ':guessed@') } as const;
  const sentence = sentenceOf(await useIndex(place, async () => ok(undefined)));
  expect(sentence).toMatch(
    /^The database 127\.0\.0\.1:\d+\/test_\w+ cannot be used\. password authentication failed/,
  );
  expect(sentence).not.toContain('guessed');
});
