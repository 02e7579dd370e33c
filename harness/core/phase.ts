/** A step of a build or of provisioning and how long it took. Phases of one record do not overlap. */
export interface Phase {
  readonly name: string;
  readonly seconds: number;
}

export function totalSeconds(phases: readonly Phase[]): number {
  return phases.reduce((sum, phase) => sum + phase.seconds, 0);
}
