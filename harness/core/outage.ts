import type { Failure } from './failure.ts';
import type { Track } from './track.ts';

/** From when to when services of a track were not all there, ISO 8601; they run again. */
export interface Outage {
  readonly track: Track;
  /** When all of them were last seen to run. */
  readonly from: string;
  readonly to: string;
  readonly failure: Failure;
}
