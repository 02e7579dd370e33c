import type { Image } from './build-record.ts';
import type { Phase } from './phase.ts';
import type { Track } from './track.ts';

export type Persona = 'sysop' | 'user' | 'bot';

/** A wiki of a running environment as a tester sees it. */
export interface Wiki {
  readonly dbname: string;
  readonly lang: string;
  readonly shape: string;
  /** Origin without a trailing slash, `http://127.0.0.1:41001`. */
  readonly url: string;
  readonly api: string;
}

export interface Account {
  readonly persona: Persona;
  readonly name: string;
  /** Mode 0600; its content is the password. */
  readonly passwordFile: string;
}

export type EnvironmentState = 'ready' | 'degraded' | 'stopped';

/** One track of an environment, `.gm1/environments/<name>/<track>/record.json`. */
export interface EnvironmentRecord {
  readonly name: string;
  readonly track: Track;
  readonly image: Image;
  /** What every wiki runs, whatever the image's wikiversions.json says. */
  readonly forcedVersion?: string;
  readonly state: EnvironmentState;
  readonly lease: { readonly owner: string; readonly expires: string };
  readonly wikis: readonly Wiki[];
  readonly accounts: readonly Account[];
  readonly phases: readonly Phase[];
  readonly readySeconds: number;
}
