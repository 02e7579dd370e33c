import type { Outcome } from '../core/failure.ts';
import type { Machine } from './machine.ts';

export type RequirementState = 'found' | 'missing' | 'unusable';

/** What was found of a requirement. `detail` is what a table shows; `mend` is what a person types or does. */
export type Detection =
  | { readonly state: 'found'; readonly detail: string }
  | { readonly state: 'missing' | 'unusable'; readonly detail: string; readonly mend: string };

/** Something that gm1 needs of the machine. */
export interface Requirement {
  readonly name: string;
  /** Ends the sentence "… is needed for". */
  readonly neededFor: string;
  /** The rest of gm1 works without it. */
  readonly optional: boolean;
  /** Takes well under a second and changes nothing. */
  detect(machine: Machine): Promise<Detection>;
  /** How set-up mends it on this machine; undefined when a person has to. */
  install?(machine: Machine, detection: Detection): Installation | undefined;
}

export interface Installation {
  /** What is installed or started, as printed before it happens: `docker.io`. */
  readonly what: string;
  run(): Promise<Outcome<void>>;
}

/** One line of `gm1 doctor`; plain data. */
export interface RequirementResult {
  readonly requirement: Pick<Requirement, 'name' | 'neededFor' | 'optional'>;
  readonly state: RequirementState;
  readonly detail: string;
  /** What a person types or does; empty when it is found. */
  readonly mend: string;
}
