import type { Phase } from '../core/phase.ts';

/** The time of day and a stopwatch that setting the time of day does not disturb. */
export interface Clock {
  now(): Date;
  /** Seconds since an arbitrary moment. */
  seconds(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  seconds: () => performance.now() / 1000,
};

/** Times steps that follow each other; each step is reported when it starts and when it ends. */
export class Stopwatch {
  readonly phases: Phase[] = [];
  readonly #clock: Clock;
  readonly #listener: PhaseListener;

  constructor(clock: Clock, listener: PhaseListener = silent) {
    this.#clock = clock;
    this.#listener = listener;
  }

  async time<T>(name: string, step: () => Promise<T>): Promise<T> {
    this.#listener.started(name);
    const start = this.#clock.seconds();
    try {
      return await step();
    } finally {
      const phase = { name, seconds: this.#clock.seconds() - start };
      this.phases.push(phase);
      this.#listener.finished(phase);
    }
  }
}

/** Told of each phase as it starts and ends, for progress and for the journal. */
export interface PhaseListener {
  started(name: string): void;
  finished(phase: Phase): void;
}

const silent: PhaseListener = { started: () => {}, finished: () => {} };
