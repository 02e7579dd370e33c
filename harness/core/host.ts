/** The machine that a run's numbers were measured on. */
export interface Host {
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  /** As the system names itself, `Linux 6.1.0 x64`. */
  readonly system: string;
}
