import { type Failure, failureSentence } from '../core/failure.ts';
import type { Track } from '../core/track.ts';

/** What is wrong with services of which track. */
export interface Fault {
  readonly environment: string;
  readonly track: Track;
  readonly services: readonly { readonly service: string; readonly detail?: string }[];
  readonly how: 'ended' | 'did not answer';
}

const why = 'What failed meanwhile says nothing about the code.';

/** Services that work again. */
export function wereAway(fault: Fault): Failure {
  const what = `${sentence(fault)}, and ${fault.services.length > 1 ? 'run' : 'runs'} again.`;
  return { kind: 'infrastructure', what, why, next: 'Run the suite again.' };
}

/** Services that do not work at the end. */
export function areSilent(fault: Fault): Failure {
  return { kind: 'infrastructure', what: `${sentence(fault)}.`, why, next: repair(fault) };
}

export function couldNotStart(fault: Fault, cause: Failure): Failure {
  return {
    kind: 'infrastructure',
    what: `${sentence(fault)}, and could not be started again.`,
    why: failureSentence(cause),
    next: repair(fault),
  };
}

export function diskFull(folder: string): Failure {
  return {
    kind: 'infrastructure',
    what: `The disk of ${folder} was full while tests ran.`,
    why,
    next: 'Make room, for example with `gm1 gc`, and run the suite again.',
  };
}

function sentence({ environment, track, services, how }: Fault): string {
  const names = services.map(({ service, detail }) => (detail ? `${service} (${detail})` : service));
  return `${names.join(', ')} of ${environment} (${track}) ${how} while tests ran`;
}

function repair({ environment, track }: Fault): string {
  return `\`gm1 up --environment ${environment} --track ${track}\` repairs it.`;
}
