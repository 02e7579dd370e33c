import type { Outcome } from '../core/failure.ts';

export interface SandboxJob {
  readonly image: string;
  /** Run by `sh -euc` as root in the container. */
  readonly script: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Folders of this machine that the container may read and write, by their path inside. */
  readonly folders?: Readonly<Record<string, string>>;
  /** Folders of this machine that the container may only read, by their path inside. */
  readonly readable?: Readonly<Record<string, string>>;
  readonly network: boolean;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface SandboxFinished {
  readonly exitCode: number;
  /** Standard output and error, in the order in which they came. */
  readonly output: string;
}

/** Runs a script in a throw-away container, so that the host need not be Debian nor have PHP. */
export interface Sandbox {
  /** Fails when the container could not run; a script that ends with another exit code than 0 has run. */
  run(job: SandboxJob): Promise<Outcome<SandboxFinished>>;
}
