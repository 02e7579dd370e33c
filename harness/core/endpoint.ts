import type { Persona, Wiki } from './environment-record.ts';
import type { Track } from './track.ts';

/** All that a suite may know of the wikis that it tests; the content of the file that `GM1_ENDPOINTS` names. */
export interface Endpoints {
  readonly environment: string;
  readonly track: Track;
  /** MediaWiki's `$wgScriptPath`. */
  readonly scriptPath: string;
  /** MediaWiki's `$wgSecretKey`, with which upstream's suites let jobs run; absent in environments of old. */
  readonly secretKey?: string;
  readonly wikis: readonly Wiki[];
  readonly accounts: readonly {
    readonly persona: Persona;
    readonly name: string;
    readonly password: string;
    /** Of an account that needs a one-time password, too: the secret (TOTP, base 32) and what works once without it. */
    readonly secondFactor?: { readonly secret: string; readonly recoveryCodes: readonly string[] };
  }[];
}
