import { type Failure, failureSentence } from '../core/failure.ts';

/** For an id that no run has, or for `latest` when there is no run. */
export function noSuchRun(id: string): Failure {
  if (id === 'latest')
    return { kind: 'usage', what: 'There is no run yet.', next: 'Make one with "gm1 run".' };
  return { kind: 'usage', what: `There is no run ${id}.`, next: 'Name a folder of runs/, or "latest".' };
}

export function notCompared(id: string): Failure {
  return {
    kind: 'usage',
    what: `The run ${id} has no comparison yet.`,
    next: `Make it with "gm1 compare ${id}".`,
  };
}

/** For a record that this program wrote and cannot read. */
export function unreadableRecord(file: string, why: string): Failure {
  return {
    kind: 'infrastructure',
    what: `${file} cannot be read.`,
    why,
    next: 'Make a new run with "gm1 run"; the old one is of no more use when its record is damaged.',
  };
}

/** For a record of a newer gm1. */
export function newerSchema(file: string, schema: number, known: number): Failure {
  return {
    kind: 'usage',
    what: `${file} was written by a newer gm1 (schema ${schema}; this one reads ${known}).`,
    next: 'Update gm1 to read it.',
  };
}

/** A failure as an error, for callers whose contract has no failure: then it is a bug. */
export function asBug(failure: Failure): Error {
  return new Error(failureSentence(failure));
}
