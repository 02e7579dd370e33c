import { resolve } from 'node:path';
import { changeWaivers, parseWaivers } from '../config/waivers-file.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { readIfPresent } from '../system/files.ts';
import type { Context } from './context.ts';
import { readWaivers, type WaiversOf } from './waivers-of.ts';

/** Adds the waivers of a file to those of an environment, all or none, and gives them. */
export async function importWaivers(
  context: Context,
  environment: string,
  from: string,
): Promise<Outcome<WaiversOf>> {
  const text = await readIfPresent(resolve(from));
  if (text === undefined)
    return failed({
      kind: 'usage',
      what: `There is no file ${resolve(from)}.`,
      next: 'Name one that is there.',
    });
  const imported = parseWaivers(text, resolve(from));
  if (!imported.ok) return imported;
  const read = await readWaivers(context, environment);
  if (!read.ok) return read;
  await changeWaivers(read.value.file, { add: imported.value, remove: [] });
  return ok({ file: read.value.file, waivers: imported.value });
}
