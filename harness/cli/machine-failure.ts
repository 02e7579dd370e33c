import type { Failure } from '../core/failure.ts';

/** What the system says of a file when the machine, and not gm1, is what has to be mended. */
const known: Readonly<Record<string, Pick<Failure, 'why' | 'next'>>> = {
  ENOSPC: {
    why: 'The disk is full.',
    next: 'Free space (`gm1 gc` removes what gm1 needs no more), then try again.',
  },
  EDQUOT: { why: 'This user may take no more of the disk.', next: 'Free space, then try again.' },
  EROFS: { why: 'The disk can only be read.', next: 'Set GM1_HOME to a folder that can be written.' },
  EACCES: { why: 'This user may not.', next: 'Give the folder to this user, or set GM1_HOME to another.' },
  EMFILE: { why: 'Too many files are open.', next: 'Raise the limit (`ulimit -n`), then try again.' },
};

/** The failure that an error thrown by work on files is; undefined when it is a defect of gm1. */
export function machineFailure(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const reason = known[error.code];
  const path = 'path' in error && typeof error.path === 'string' ? error.path : 'A file';
  return reason && { kind: 'infrastructure', what: `${path} could not be read or written.`, ...reason };
}
