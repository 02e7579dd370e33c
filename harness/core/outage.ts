import type { Failure } from './failure.ts';
import type { Track } from './track.ts';

/** From when to when services of a track did not all work, or its machine's disk was full; ISO 8601. */
export interface Outage {
  readonly track: Track;
  /** When all was last seen to be well, or when the first test began that failed since. */
  readonly from: string;
  readonly to: string;
  readonly failure: Failure;
}
