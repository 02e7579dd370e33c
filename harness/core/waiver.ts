/** A known finding that does not gate until it expires or changes; see verdicts.md, "Waivers". */
export type Waiver = {
  /** The task in the tracker. */
  readonly task: string;
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it holds, `2026-12-31`, in UTC. */
  readonly expires: string;
  /** Of the log line, or of the test's failure; see `signature.ts` and `failureSignatures`. */
  readonly signature: string;
} & WaiverScope;

export type WaiverScope =
  | { readonly scope: 'log' }
  | {
      readonly scope: 'test';
      /** `testName()` of the test. */
      readonly test: string;
    };

/** How a waiver fared in a run. */
export interface WaiverUse {
  readonly waiver: Waiver;
  /** `spent`: what it waives was not found in seven runs, so it should be removed. Only a live one waives. */
  readonly state: 'live' | 'expired' | 'spent';
  /** What came of its finding; `unknown` when the run could not tell. */
  readonly finding: 'found' | 'green' | 'unknown';
}

/** The same for two waivers of one finding. */
export function waiverKey(waiver: Pick<Waiver, 'signature'> & WaiverScope): string {
  return JSON.stringify([waiver.scope, waiver.scope === 'test' ? waiver.test : '', waiver.signature]);
}

/** Whether it holds no more at a time, ISO 8601. */
export function hasExpired({ expires }: Pick<Waiver, 'expires'>, at: string): boolean {
  return at.slice(0, 10) > expires;
}
