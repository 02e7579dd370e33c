import type { Failure } from '../core/failure.ts';

interface Named {
  readonly name: string;
  readonly position: string;
}

interface Placed extends Named {
  readonly checkout: string;
}

export function unreadablePatch(patch: Named, file: string, error: unknown): Failure {
  const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return problem(
    `${patchLabel(patch)} cannot be read: ${file} (${why}).`,
    'Correct `file` in `patches` of the track.',
  );
}

export function emptyPatch(patch: Named): Failure {
  return problem(`${patchLabel(patch)} changes no file: it is empty.`, remake);
}

export function notADiff(patch: Named, stderr: string): Failure {
  return /No valid patches/.test(stderr)
    ? problem(`${patchLabel(patch)} has no diff in it.`, remake)
    : problem(`${patchLabel(patch)} cannot be understood.`, remake, gitReason(stderr));
}

export function outsideCheckout(patch: Placed, path: string): Failure {
  return problem(
    `${patchLabel(patch)} touches ${JSON.stringify(path)}, which is no path below ${checkoutName(patch)}.`,
    'Make it relative to the root of its checkout, and name the checkout in `patches` of the track.',
  );
}

export function unknownRepository(patch: Named, checkout: string): Failure {
  return problem(
    `${patchLabel(patch)} is a ref, but the tree does not say from which repository ${checkoutName({ checkout })} is.`,
    'Add `url` to it in `patches` of the track.',
  );
}

export function unknownCheckout(patch: Placed, version: string, known: readonly string[]): Failure {
  return problem(
    `${patchLabel(patch)} is for ${JSON.stringify(patch.checkout)}, but MediaWiki ${version} has no file there.`,
    'Correct `checkout` in `patches` of the track; leave it out for core.',
    `There are ${known.join(', ')}.`,
  );
}

export function alreadyApplied(patch: Placed, version: string): Failure {
  return problem(
    `${patchLabel(patch)} is already in ${checkoutName(patch)} of MediaWiki ${version}.`,
    'Take it out of `patches` of the track.',
  );
}

export function doesNotApply(patch: Placed, version: string, stderr: string): Failure {
  const lacking = /No such file or directory/.test(stderr);
  return problem(
    `${patchLabel(patch)} does not apply to ${checkoutName(patch)} of MediaWiki ${version}.`,
    lacking
      ? 'Leave files that this tree does not have out of the patch, with `git diff A B -- . ":!tests"` for example.'
      : 'Make it again from the code of that version, or take it out of `patches` of the track.',
    gitReason(stderr),
  );
}

const remake = 'Make it with `git diff` or `git format-patch`.';

function patchLabel({ name, position }: Named): string {
  return `The patch ${name} (${position})`;
}

function checkoutName({ checkout }: Pick<Placed, 'checkout'>): string {
  return checkout || 'core';
}

function gitReason(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => /^(error|fatal): /.test(line));
  const said = (lines.length > 0 ? lines : [stderr]).slice(0, 2).map((line) => line.replace(/^\w+: /, ''));
  return `git says: ${said.join('; ')}.`;
}

function problem(what: string, next: string, why?: string): Failure {
  return { kind: 'usage', what, ...(why && { why }), next };
}
