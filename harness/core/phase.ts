/** A step of a build or of provisioning and how long it took. Phases of one record do not overlap. */
export interface Phase {
  readonly name: string;
  readonly seconds: number;
}

export function totalSeconds(phases: readonly Phase[]): number {
  return phases.reduce((sum, phase) => sum + phase.seconds, 0);
}

/** The phases of a build, see the build record in design.md; `base` is of records of old. */
export const buildPhases: ReadonlySet<string> = new Set([
  'base',
  'runtime',
  'fetch',
  'stage',
  'adopt',
  'cache_git_info',
  'l10n-update',
  'build-and-push-container-images',
  'publish',
]);
