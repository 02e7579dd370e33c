import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import { type Failure, failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { ContainerfileBuild } from '../../image/builder.ts';
import { listTree } from '../../system/list-tree.ts';
import type { EngineApi } from './engine.ts';
import { engineFailure } from './engine-failure.ts';
import { readProgress } from './engine-progress.ts';

/** Builds with the engine's own builder. A failure names the step and the last that it said. */
export async function buildContainerfile(api: EngineApi, build: ContainerfileBuild): Promise<Outcome<void>> {
  const { ref, args, labels, signal, onLine = () => {} } = build;
  const lines: string[] = [];
  const note = (text: string) => {
    for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
      lines.push(line);
      onLine(line);
    }
  };
  const options = {
    t: ref,
    dockerfile: 'Containerfile',
    buildargs: { ...args },
    labels: { ...labels },
    rm: true,
    forcerm: true,
    abortSignal: signal,
  };
  try {
    const context = await packContext(build.directory);
    await readProgress(await api.buildImage(Readable.from(context, { objectMode: false }), options), note);
    return ok(undefined);
  } catch (error) {
    return failed(signal.aborted ? interrupted : buildFailure(ref, lines, error));
  }
}

/** What went wrong at which step, from the lines of a build and its error. */
export function buildFailure(ref: string, lines: readonly string[], error: unknown): Failure {
  const at = lines.findLastIndex((line) => /^Step \d+\/\d+ : /.test(line));
  const failure = engineFailure(`The image ${ref} could not be built.`, error);
  if (at < 0) return failure;
  const step = (lines[at] ?? '').slice(0, 80);
  const said = lines.slice(Math.max(at + 1, lines.length - 5)).join(' / ');
  return { ...failure, why: `${step}: ${said} ${failure.why ?? ''}` };
}

async function packContext(directory: string): Promise<Pack> {
  const archive = pack();
  for (const entry of await listTree(directory)) {
    const { kind, path: name } = entry;
    if (kind === 'file') archive.entry({ name, mode: 0o644 }, await readFile(join(directory, name)));
  }
  archive.finalize();
  return archive;
}
