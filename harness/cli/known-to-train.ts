import { countOf } from '../../reports/model/measures.ts';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { RunRecord } from '../core/run-record.ts';
import { KnownSignatures } from '../evidence/known-signatures.ts';
import { readLogs } from '../evidence/read-logs.ts';
import type { Context } from './context.ts';
import { withCopiedLogs } from './with-copied-logs.ts';

export interface KnownToTrain {
  readonly signatures: KnownSignatures;
  /** The train of the same environment, when it is on record. */
  readonly train?: EnvironmentRecord;
}

/** Older runs say less and less of the train of today. */
const mostRuns = 10;

/**
 * What the train logs: beside next in the environment, and in the newest run that has its logs, of the same definition if
 * there is one. Fails when there is neither.
 */
export async function knownToTrain(
  context: Context,
  next: EnvironmentRecord,
): Promise<Outcome<KnownToTrain>> {
  const signatures = new KnownSignatures();
  const environments = await context.services.environments(next.name);
  if (!environments.ok) return environments;
  const train = environments.value.records.find(({ track }) => track === 'train');
  const run = await newestRun(context, next.name);
  if (!train && !run) return failed(nothingToCompareWith(next));
  if (train) {
    const read = await withCopiedLogs(context, train, (folder) => readLogs(folder, 'train'));
    if (!read.ok) return read;
    signatures.learn(read.value.records);
  }
  if (run) signatures.learn(run.logs.train?.records ?? []);
  const sources = [train && 'the train beside it', run && `run ${run.id}`].filter(Boolean);
  context.stderr.write(
    `Left out is what ${sources.join(' and ')} logged: ${countOf(signatures.size, 'signature')}.\n`,
  );
  return ok({ signatures, ...(train && { train }) });
}

async function newestRun({ services }: Context, definition: string): Promise<RunRecord | undefined> {
  const runs: RunRecord[] = [];
  for (const { id } of (await services.store.list()).slice(0, mostRuns)) {
    const run = await services.store.read(id);
    if (!run.ok || !run.value.logs.train) continue;
    if (run.value.definition.name === definition) return run.value;
    runs.push(run.value);
  }
  return runs[0];
}

function nothingToCompareWith({ name }: EnvironmentRecord): Failure {
  return {
    kind: 'usage',
    what: `Nothing is known of what the train logs: it is not up in ${name}, and no run has its logs.`,
    next: `Start it with \`gm1 up --track train --environment ${name}\`, or make a run with \`gm1 run\`.`,
  };
}
