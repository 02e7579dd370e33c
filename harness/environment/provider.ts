import type { Image } from '../core/build-record.ts';
import type { Outcome } from '../core/failure.ts';
import type { Track } from '../core/track.ts';

/** A file that is put into a service before it starts. */
export interface ServiceFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

/** One service of an environment: what to start and how to know that it is ready. */
export interface Service {
  readonly name: string;
  readonly image: string;
  /**
   * Whom it and every command in it run as, with no right beyond a user's; absent for the image's own user and what a
   * server needs at its start. One that publishes ports starts as root, shuts its way out and becomes this user itself.
   */
  readonly user?: string;
  /** What it may use before it is ended: bytes of memory, and processes with their threads. */
  readonly limits?: { readonly memory: number; readonly processes: number };
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly ServiceFile[];
  /** Path inside, by the name of a volume of the plan. */
  readonly volumes: Readonly<Record<string, string>>;
  /** Ports that are published on the loopback interface: inside → outside. */
  readonly ports: readonly { readonly inside: number; readonly outside: number }[];
  /** A command that exits with 0 inside the service once it is ready. */
  readonly ready: readonly string[];
  /** Services that must be ready first. */
  readonly after: readonly string[];
}

/** All services of one track of an environment. Pure data: `gm1 up --plan` prints it. */
export interface Plan {
  readonly environment: string;
  readonly track: Track;
  readonly volumes: readonly string[];
  readonly services: readonly Service[];
}

/** A service of a running environment. */
export interface Target {
  readonly environment: string;
  readonly track: Track;
  readonly service: string;
}

export interface Executed {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A window of characters whose size may change. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/** The caller's own streams, for a command that somebody uses while it runs. */
export interface Attachment {
  /** Without it the command reads nothing. */
  readonly stdin?: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** The command gets a terminal of this size, which writes to `stdout` alone. */
  readonly terminal?: Terminal;
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the command and all that it started. */
  readonly signal: AbortSignal;
}

/** Since when one service runs. */
export interface ServiceUptime {
  readonly startedAt: string;
  /** Whether it has ended before and was started again. */
  readonly restarted: boolean;
}

export interface FoundService extends Target {
  readonly state: 'running' | 'stopped';
  /** Why it stopped, when the engine knows: out of memory, exit code. */
  readonly detail?: string;
  readonly image: string;
}

/** An image of the engine as it is now. */
export interface FoundImage {
  readonly digest: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it is what `snapshot` made; false for one that was changed or made otherwise. */
  readonly isSnapshot: boolean;
}

export interface Swept {
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
}

/** A command in a service that was attached to a process which is gone. */
export interface OrphanedCommand extends Target {
  /** Its first words. */
  readonly command: string;
}

export interface SweptOrphans extends Swept {
  readonly environments: readonly string[];
  readonly images: number;
  readonly commands: readonly OrphanedCommand[];
}

/** Runs environments on a container engine or an orchestrator. Every part carries the label `gm1=<environment>`. */
export interface Provider {
  /** Starts every service and waits until each is ready; on failure or interruption nothing of it is left. */
  start(plan: Plan, signal: AbortSignal): Promise<Outcome<void>>;
  /**
   * Starts what of a plan does not run and makes what is gone or was made of another plan; what runs as planned is left
   * alone, and so are all volumes. What a killed `replace` had put aside comes back. On failure nothing is removed. The
   * services that `hung` names are ended first, however they run, and start again with the files that they have.
   */
  resume(plan: Plan, signal: AbortSignal, hung?: readonly string[]): Promise<Outcome<void>>;
  /**
   * Puts new services of these names in the place of those that run; volumes stay. The old ones are stopped and kept
   * until `prove` has succeeded with the new ones; when anything fails before, they run again.
   */
  replace<T>(
    plan: Plan,
    names: readonly string[],
    prove: () => Promise<Outcome<T>>,
    signal: AbortSignal,
  ): Promise<Outcome<T>>;
  execute(target: Target, command: readonly string[], input?: string): Promise<Outcome<Executed>>;
  /**
   * Runs a command on the caller's streams, byte by byte, and gives its exit code. When the signal says so, or nobody
   * reads `stdout` any more, the command ends, too.
   */
  attach(target: Target, command: readonly string[], attachment: Attachment): Promise<Outcome<number>>;
  /** Copies a folder out of a service into an existing folder of this machine. */
  copyOut(target: Target, path: string, into: string): Promise<Outcome<void>>;
  /** Stops a service cleanly and keeps its file system as an image with these labels. */
  snapshot(target: Target, ref: string, labels: Readonly<Record<string, string>>): Promise<Outcome<Image>>;
  /** Undefined when there is no such image. */
  findImage(ref: string): Promise<Outcome<FoundImage | undefined>>;
  /** Removes all of an environment, or one track of it, or of that track just these services. */
  remove(environment: string, track?: Track, services?: readonly string[]): Promise<Outcome<Swept>>;
  /** Every service of every environment of this home. */
  list(): Promise<Outcome<readonly FoundService[]>>;
  /** Undefined for a service that does not run. */
  uptime(target: Target): Promise<Outcome<ServiceUptime | undefined>>;
  /** The last lines that a service wrote to its standard output and error, also when it has stopped. */
  lastLines(target: Target, count: number): Promise<Outcome<readonly string[]>>;
  /**
   * Removes what killed processes left: all environments but those to keep, builds that do not run, and images that
   * lost their name. In the environments to keep it ends commands that were attached to a process of this machine that
   * is gone. A rehearsal only says what it would do.
   */
  sweep(keep: readonly string[], rehearsal: boolean): Promise<Outcome<SweptOrphans>>;
}
