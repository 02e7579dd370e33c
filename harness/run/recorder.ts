import type { RunEventBody } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';
import type { Journal } from '../store/store.ts';
import type { PhaseListener } from '../system/clock.ts';

/** Writes events to the journal in the order in which they came, and then tells the listener. */
export class Recorder {
  readonly #journal: Journal;
  readonly #onEvent: (event: RunEventBody) => void;
  #last: Promise<void> = Promise.resolve();

  constructor(journal: Journal, onEvent: (event: RunEventBody) => void) {
    this.#journal = journal;
    this.#onEvent = onEvent;
  }

  /** Resolves once the event is on disk. Safe to call without waiting: `settled()` waits for all. */
  record(event: RunEventBody): Promise<void> {
    this.#last = this.#last.then(async () => {
      await this.#journal.write(event);
      this.#onEvent(event);
    });
    return this.#last;
  }

  settled(): Promise<void> {
    return this.#last;
  }

  phases(track: Track): PhaseListener {
    return {
      started: (phase) => void this.record({ type: 'phase-started', track, phase }),
      finished: (phase) =>
        void this.record({ type: 'phase-finished', track, phase: phase.name, seconds: phase.seconds }),
    };
  }
}
