import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemCommand } from '../../system/command.ts';
import type { SandboxJob } from '../../system/sandbox.ts';
import { sentenceOf, unwrap } from '../../testing/unwrap.ts';
import { DockerImageBuilder } from './docker-image-builder.ts';
import { DockerSandbox } from './docker-sandbox.ts';
import { connectEngine } from './engine.ts';

const sandbox = new DockerSandbox(connectEngine);
let scratch: string;
let image: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gm1-sandbox-'));
  const builder = new DockerImageBuilder({ connect: connectEngine, command: systemCommand, cache: scratch });
  image = unwrap(await builder.base('trixie', AbortSignal.timeout(300_000))).ref;
}, 300_000);

afterAll(() => rm(scratch, { recursive: true }));

describe('a sandbox', { timeout: 60_000 }, () => {
  test('gives the output of both streams in order, line by line, and the exit code', async () => {
    const lines: string[] = [];
    const finished = await run({
      script: 'echo one; echo two >&2; echo three; exit 7',
      onLine: (line) => lines.push(line),
    });
    expect(unwrap(finished)).toEqual({ exitCode: 7, output: 'one\ntwo\nthree' });
    expect(lines).toEqual(['one', 'two', 'three']);
  });

  test('stops at the first command that fails', async () => {
    expect(unwrap(await run({ script: 'false; echo unreached' }))).toEqual({ exitCode: 1, output: '' });
  });

  test('reads and writes the folders that it is given', async () => {
    await writeFile(join(scratch, 'question'), 'why');
    const script = 'cat /folder/question; echo because > /folder/answer';
    expect(unwrap(await run({ script, folders: { [scratch]: '/folder' } })).output).toBe('why');
    expect(await readFile(join(scratch, 'answer'), 'utf8')).toBe('because\n');
  });

  test('has no network interface but loopback unless it asks for one', async () => {
    const script = 'ls /sys/class/net';
    expect(unwrap(await run({ script })).output.split('\n')).toEqual(['lo']);
    expect(unwrap(await run({ script, network: true })).output).toContain('eth0');
  });

  test('is killed and removed by the signal', async () => {
    const control = new AbortController();
    const onLine = () => control.abort();
    const outcome = await run({
      script: 'echo started; sleep 1000',
      signal: control.signal,
      onLine,
      env: { MARK: scratch },
    });
    expect(outcome.ok ? 'ran' : outcome.failure.kind).toBe('interrupted');
    expect(await containersWith(`MARK=${scratch}`)).toEqual([]);
  });

  test('leaves no container behind', async () => {
    await run({ script: 'true', env: { MARK: `${scratch}/2` } });
    expect(await containersWith(`MARK=${scratch}/2`)).toEqual([]);
  });

  test('says so when the image is not there', async () => {
    const outcome = await run({ image: 'gm1/nothing:here', script: 'true' });
    expect(sentenceOf(outcome)).toMatch(/gm1\/nothing:here.*is not there.*gm1 build/);
  });
});

function run(job: Partial<SandboxJob> & Pick<SandboxJob, 'script'>) {
  return sandbox.run({ image, network: false, ...job });
}

async function containersWith(variable: string): Promise<readonly string[]> {
  const { api } = unwrap(await connectEngine());
  const all = await api.listContainers({ all: true, filters: { label: ['gm1=build'] } });
  const inspected = await Promise.all(
    all.map(({ Id }) =>
      api
        .getContainer(Id)
        .inspect()
        .catch(() => undefined),
    ),
  );
  return inspected.filter((each) => each?.Config.Env?.includes(variable)).map((each) => each?.Id ?? '');
}
