import type { Kysely } from 'kysely';
import type { BuildRecord } from '../../core/build-record.ts';
import type { EarlierAttempts, EarlierRequest } from '../../core/earlier-attempts.ts';
import type { Night, Subject } from '../../history/night.ts';
import { parseJson } from '../../system/parse-json.ts';
import { buildSchema } from '../journal/record-schema.ts';
import { earlierAttemptsIn } from './earlier-queries.ts';
import {
  type FlakyTest,
  findingsIn,
  flakyTestsIn,
  gatesIn,
  type Stretch,
  subjectsOf,
} from './finding-queries.ts';
import { nightsOf } from './night-queries.ts';
import type { RunRows } from './run-rows.ts';
import type { IndexTables } from './tables.ts';
import { forgetRuns, writeRun } from './write-run.ts';

export interface IndexFacts {
  /** The file or the database, for messages; without a password. */
  readonly name: string;
  /** Whether several machines write it. */
  readonly isShared: boolean;
}

/** What the runs on record say, made of the run directories and quick to ask. */
export class RunIndex {
  readonly name: string;
  readonly isShared: boolean;
  readonly #database: Kysely<IndexTables>;

  constructor(database: Kysely<IndexTables>, { name, isShared }: IndexFacts) {
    this.name = name;
    this.isShared = isShared;
    this.#database = database;
  }

  /** The runs that it knows, and what their files were like then; see `runSources`. */
  async sources(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#database.selectFrom('runs').select(['id', 'source']).execute();
    return new Map(rows.map(({ id, source }) => [id, source]));
  }

  /** Takes the place of what is known of the run. */
  write(rows: RunRows): Promise<void> {
    return writeRun(this.#database, rows);
  }

  forget(runs: readonly string[]): Promise<void> {
    return forgetRuns(this.#database, runs);
  }

  subjects(): Promise<readonly Subject[]> {
    return subjectsOf(this.#database);
  }

  /** See `nightsOf`. */
  nights(subject: Subject, environment: string): Promise<readonly Night[]> {
    return nightsOf(this.#database, subject, environment);
  }

  findings(stretch: Stretch): Promise<readonly Subject[]> {
    return findingsIn(this.#database, stretch);
  }

  gates(stretch: Stretch): Promise<Readonly<Record<string, number>>> {
    return gatesIn(this.#database, stretch);
  }

  flakyTests(stretch: Stretch): Promise<readonly FlakyTest[]> {
    return flakyTestsIn(this.#database, stretch);
  }

  /** See `earlierAttemptsIn`. */
  earlierAttempts(request: EarlierRequest): Promise<EarlierAttempts> {
    return earlierAttemptsIn(this.#database, request);
  }

  /** The names of the definitions that were run, the most often run first. */
  async environments(): Promise<readonly string[]> {
    const rows = await this.#database.selectFrom('runs').select('environment').execute();
    const counts = [...Map.groupBy(rows, ({ environment }) => environment)];
    return counts.sort(([, a], [, b]) => b.length - a.length).map(([environment]) => environment);
  }

  /** Undefined when no run on record used it. */
  async build(id: string): Promise<BuildRecord | undefined> {
    const row = await this.#database
      .selectFrom('builds')
      .where('id', '=', id)
      .select('record')
      .executeTakeFirst();
    return row && buildSchema.safeParse(parseJson(row.record)).data;
  }
}
