import type { Clock } from '../system/clock.ts';
import type { Home } from '../system/home.ts';
import type { Http } from '../system/http.ts';
import type { Pause } from '../system/pause.ts';
import type { Provider } from './provider.ts';

/** The outside world as this stage needs it. */
export interface Surroundings {
  readonly provider: Provider;
  readonly http: Http;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly home: Home;
  readonly isPortFree: (port: number) => Promise<boolean>;
  /** On the disk of a folder; undefined when nobody can tell. */
  readonly freeBytes: (folder: string) => Promise<number | undefined>;
  /** Who holds the lease of an environment: the user's name. */
  readonly owner: string;
}
