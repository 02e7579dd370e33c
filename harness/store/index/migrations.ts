import type { Kysely } from 'kysely';
import type { IndexTables } from './tables.ts';

/** A step from one version of the index to the next; it may use whatever both databases know. */
export type Migration = (database: Kysely<IndexTables>) => Promise<void>;

/**
 * All steps, the first from nothing to version 1. One that is published is never changed: a later one is added. What a
 * step cannot fill in, `update runs set source = ''` lets be read again.
 */
export const migrations: readonly Migration[] = [makeTables];

async function makeTables({ schema }: Kysely<IndexTables>): Promise<void> {
  await schema
    .createTable('runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('control', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text', (column) => column.notNull())
    .addColumn('train_build', 'text')
    .addColumn('next_build', 'text')
    .addColumn('next_built_at', 'text')
    .addColumn('gate', 'text')
    .addColumn('has_logs', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createTable('builds')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('record', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('tests')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('signatures')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
  await makeFacts({ schema });
}

/** By run alone: an index by test would take most of the time to write, and a test of all runs is found run by run. */
async function makeFacts({ schema }: Pick<Kysely<IndexTables>, 'schema'>): Promise<void> {
  await schema
    .createTable('results')
    .addColumn('test', 'text', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('train', 'text', (column) => column.notNull())
    .addColumn('next', 'text', (column) => column.notNull())
    .addColumn('train_seconds', 'double precision')
    .addColumn('next_seconds', 'double precision')
    .addColumn('verdict', 'text')
    .addColumn('gates', 'integer', (column) => column.notNull())
    .addColumn('signature', 'text')
    .addPrimaryKeyConstraint('results_pk', ['run', 'test'])
    .execute();
  await schema
    .createTable('sightings')
    .addColumn('signature', 'text', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('train', 'integer', (column) => column.notNull())
    .addColumn('next', 'integer', (column) => column.notNull())
    .addColumn('verdict', 'text')
    .addColumn('gates', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('sightings_pk', ['run', 'signature'])
    .execute();
}
