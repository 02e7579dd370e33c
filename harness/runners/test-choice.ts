import type { Persona } from '../core/environment-record.ts';
import type { Track } from '../core/track.ts';

/** What a developer wants of the tests that run, besides which suites. */
export interface TestChoice {
  /** A regular expression: just the tests whose file or titles it matches, in any case. */
  readonly grep?: string | undefined;
  /** The dbname of the wiki that stands for `testwiki` where a test names none. */
  readonly wiki?: string | undefined;
  /** The persona that stands for `user`. */
  readonly persona?: Persona | undefined;
  /** The track at whose revision upstream's tests are taken; the train's when absent. */
  readonly testsOf?: Track | undefined;
  /** Lets the browser be seen. */
  readonly headed?: boolean | undefined;
  /** Serves the test tool's own page instead of running the tests; is told its address. */
  readonly ui?: ((address: string) => void) | undefined;
}

export type TestOption = keyof TestChoice;
