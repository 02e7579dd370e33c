import { join } from 'node:path';
import { z } from 'zod';
import { failed, type Outcome, ok } from '../../core/failure.ts';
import { readIfPresent } from '../../system/files.ts';
import { parseJson } from '../../system/parse-json.ts';
import { newerSchema, noSuchRun, unreadableRecord } from '../store-failures.ts';
import { definitionSchema } from './record-schema.ts';
import { writerSchema } from './writer.ts';

/** Raised when a record can no longer be read by the code of before. */
export const schemaVersion = 1;

const startSchema = z.object({
  schema: z.literal(schemaVersion),
  id: z.string(),
  control: z.boolean(),
  startedAt: z.string(),
  definition: definitionSchema,
  writer: writerSchema,
});

/** The content of `run.json`: what is known before anything happened. */
export type StartFile = z.infer<typeof startSchema>;

/** Reads `run.json` of a run; fails when there is none, when it is damaged or from a newer gm1. */
export async function readStartFile(directory: string, id: string): Promise<Outcome<StartFile>> {
  const file = join(directory, 'run.json');
  const text = await readIfPresent(file);
  if (text === undefined) return failed(noSuchRun(id));
  const data = parseJson(text);
  const version = z.object({ schema: z.number() }).safeParse(data).data?.schema ?? 0;
  if (version > schemaVersion) return failed(newerSchema(file, version, schemaVersion));
  const start = startSchema.safeParse(data);
  return start.success ? ok(start.data) : failed(unreadableRecord(file, z.prettifyError(start.error)));
}
