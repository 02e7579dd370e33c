import { join } from 'node:path';

/** Where everything generated lives: `$GM1_HOME`, else `.gm1/` in the project. */
export interface Home {
  readonly root: string;
  readonly cache: string;
  readonly builds: string;
  readonly environments: string;
  readonly runs: string;
}

export function homeAt(root: string): Home {
  return {
    root,
    cache: join(root, 'cache'),
    builds: join(root, 'builds'),
    environments: join(root, 'environments'),
    runs: join(root, 'runs'),
  };
}
