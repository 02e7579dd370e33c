import { relative } from 'node:path';
import type { AttemptStatus } from '../../core/result.ts';
import { AllureWriter } from '../allure-writer.ts';
import { applyLimits } from './limits.ts';

/** The part of mocha's runner and tests that is used; mocha itself is in the packages of upstream's suites. */
interface MochaRunner {
  on(event: 'pass' | 'pending', listener: (test: MochaTest) => void): void;
  on(event: 'fail', listener: (test: MochaTest, error: Error) => void): void;
}

interface MochaTest {
  readonly title: string;
  readonly file?: string;
  readonly duration?: number;
  titlePath(): string[];
}

/** Writes an Allure result for each test as it ends. A hook that fails stands as a test of its title. */
class MochaReporter {
  readonly #writer = new AllureWriter(process.env.GM1_RESULTS ?? '.');
  #leftOut = 0;

  constructor(runner: MochaRunner) {
    runner.on('pass', (test) => this.#write(test, 'passed'));
    runner.on('pending', (test) => this.#write(test, 'skipped', "left out by upstream's own code"));
    runner.on('fail', (test, error) => this.#write(test, 'failed', `${error.message ?? error}`));
  }

  /** Mocha's exit code is the number of failures, of which those that cannot work here are none. */
  done(failures: number, end?: (failures: number) => void): void {
    end?.(failures - this.#leftOut);
  }

  #write(test: MochaTest, status: AttemptStatus, message?: string): void {
    const seconds = (test.duration ?? 0) / 1000;
    const suite = process.env.GM1_SUITE ?? 'api-testing';
    const file = relative(process.cwd(), test.file ?? '');
    const titlePath = test.titlePath().filter(Boolean);
    const ended = { test: { suite, file, titlePath, project: suite }, status, seconds };
    const start = Date.now() - seconds * 1000;
    const revised = applyLimits({ ...ended, start: Math.round(start), ...(message && { message }) });
    if (revised.status !== status) this.#leftOut += 1;
    this.#writer.write(revised);
  }
}

// Mocha asks for it with `require` and takes what it gets for the class.
export { MochaReporter as 'module.exports' };
