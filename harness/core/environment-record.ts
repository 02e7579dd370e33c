import type { Image } from './build-record.ts';
import type { Phase } from './phase.ts';
import type { Track } from './track.ts';

/** Kinds of people who use a wiki and have an account on each. */
export const personas = [
  'sysop',
  'user',
  'bot',
  'newcomer',
  'autoconfirmed',
  'bureaucrat',
  'blocked',
  'twofactor',
  'hebrew',
] as const;

export type Persona = (typeof personas)[number];

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
  /** Of an account that needs a one-time password, too; mode 0600. */
  readonly secondFactor?: {
    /** The secret of its one-time passwords (TOTP) in base 32. */
    readonly secretFile: string;
    /** A code a line, each good for one log-in. */
    readonly recoveryCodesFile: string;
  };
}

/** A persona that the wikis of an environment cannot have. */
export interface AbsentPersona {
  readonly persona: Persona;
  readonly why: string;
}

export type EnvironmentState = 'ready' | 'degraded' | 'stopped';

/** One track of an environment, `.gm1/environments/<name>/<track>/record.json`. */
export interface EnvironmentRecord {
  readonly name: string;
  readonly track: Track;
  readonly image: Image;
  /** That of database, memcached and edge; absent from records of old. */
  readonly servicesImage?: Image;
  /** The image that its databases and uploads began from; absent from records of old. */
  readonly seed?: string;
  /** What every wiki runs, whatever the image's wikiversions.json says. */
  readonly forcedVersion?: string;
  readonly state: EnvironmentState;
  readonly lease: { readonly owner: string; readonly expires: string };
  readonly wikis: readonly Wiki[];
  readonly accounts: readonly Account[];
  /** Absent when there is an account for every persona. */
  readonly absentPersonas?: readonly AbsentPersona[];
  readonly phases: readonly Phase[];
  readonly readySeconds: number;
}
