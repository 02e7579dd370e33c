import { firstLetter } from '../comparison/first-attempts.ts';
import type { Comparison } from '../core/comparison.ts';
import { failed, ok } from '../core/failure.ts';
import { type Attempt, type TestIdentity, testName } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { runBothTracks } from '../run/run.ts';
import type { Runner, SuiteJob } from '../runners/runner.ts';
import { MemoryRunStore } from './memory-run-store.ts';
import { quietStages } from './quiet-stages.ts';
import { sampleAttempt, sampleDefinition } from './sample-run.ts';
import { unwrap } from './unwrap.ts';

/** A test that fails by chance. */
export interface SimulatedTest {
  readonly test: TestIdentity;
  /** How likely each attempt fails: 0 never, 1 always. */
  readonly failing: Readonly<Record<Track, number>>;
}

const noHistory = {
  filesOf: async () => undefined,
  commitsBetween: async () => failed({ kind: 'usage', what: 'There is none.', next: '' }),
};

/**
 * Nights of one environment: each is a real run, with its confirming attempts and its comparison, of a suite that draws
 * how each attempt ends. What a night recorded is known to the next.
 */
export class SimulatedNights {
  readonly #folder: string;
  readonly #random: () => number;
  readonly #repeat: number;
  readonly #record = new Map<string, Record<Track, string>>();

  /** `folder` is for the empty folders of results; `random` gives numbers from 0 to 1; `repeat` as in `RunRequest`. */
  constructor(folder: string, random: () => number, repeat = 1) {
    this.#folder = folder;
    this.#random = random;
    this.#repeat = repeat;
  }

  async spend(tests: readonly SimulatedTest[]): Promise<Comparison> {
    const clock = { now: () => new Date('2026-11-22T02:00:00.000Z'), seconds: () => 0 };
    const runner: Runner = {
      takes: [],
      run: async (job) => ok({ attempts: this.#attempt(tests, job), problems: [] }),
    };
    const finished = await runBothTracks(
      {
        definition: { ...sampleDefinition, suites: ['api'] },
        control: false,
        repeat: this.#repeat,
        workers: 1,
      },
      {
        stages: quietStages({ api: runner }),
        store: new MemoryRunStore(this.#folder, clock),
        clock,
        host: { cores: 1, memory: 1, system: 'simulated' },
        waivers: [],
        history: noHistory,
        earlier: async () => this.#record,
        signal: new AbortController().signal,
        onEvent: () => {},
      },
    );
    const { comparison } = unwrap(finished);
    this.#remember(comparison);
    return comparison;
  }

  #attempt(
    tests: readonly SimulatedTest[],
    { purpose, only, endpoints, onAttempt }: SuiteJob,
  ): readonly Attempt[] {
    const { track } = endpoints;
    const names = only && new Set(only.map(testName));
    return tests
      .filter(({ test }) => !names || names.has(testName(test)))
      .map(({ test, failing }) => {
        const status = this.#random() < failing[track] ? 'failed' : 'passed';
        const message = failing[track] === 1 ? 'It does not work.' : 'It took too long.';
        const attempt = sampleAttempt(track, status, {
          test,
          purpose,
          ...(status === 'failed' && { message }),
        });
        onAttempt(attempt);
        return attempt;
      });
  }

  #remember({ tests }: Comparison): void {
    for (const { name, attempts } of tests) {
      const { train, next } = this.#record.get(name) ?? { train: '', next: '' };
      this.#record.set(name, {
        train: train + firstLetter(attempts.train),
        next: next + firstLetter(attempts.next),
      });
    }
  }
}
