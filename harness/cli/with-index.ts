import type { Outcome } from '../core/failure.ts';
import type { RunIndex } from '../store/index/run-index.ts';
import type { IndexUpdate } from '../store/index/update-index.ts';
import type { Context } from './context.ts';
import { withProgress } from './with-progress.ts';

/** Fewer are read before anybody wonders. */
const worthShowing = 50;

/** Asks the index after it was brought up to date; shows that when it takes a while. */
export function withIndex<T>(
  context: Context,
  whole: boolean,
  use: (index: RunIndex, update: IndexUpdate) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { services, signal } = context;
  const start = services.clock.seconds();
  return withProgress(context, (progress) => {
    const onRun = (done: number, all: number) => {
      if (all < worthShowing) return;
      if (done === 1) progress.show({ type: 'phase-started', phase: 'index' });
      const seconds = services.clock.seconds() - start;
      if (done === all) progress.show({ type: 'phase-finished', phase: 'index', seconds });
    };
    return services.withIndex({ whole, signal, onRun }, use);
  });
}
