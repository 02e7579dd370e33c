import type { Track } from '../core/track.ts';
import type { PhaseListener } from '../system/clock.ts';
import type { Context } from './context.ts';
import { createProgress, type Progress } from './progress.ts';

export interface CommandProgress extends Progress {
  phases(track: Track): PhaseListener;
}

/** Runs a step with its progress shown, and takes the moving lines away however it ends. */
export async function withProgress<T>(
  context: Context,
  step: (progress: CommandProgress) => Promise<T>,
): Promise<T> {
  const progress = await createProgress(context.stderr, context.services.clock);
  try {
    return await step({
      show: (event) => progress.show(event),
      end: () => progress.end(),
      phases: (track) => ({
        started: (phase) => progress.show({ type: 'phase-started', track, phase }),
        finished: ({ name, seconds }) =>
          progress.show({ type: 'phase-finished', track, phase: name, seconds }),
      }),
    });
  } finally {
    progress.end();
  }
}
