import { changeWaivers, loadWaivers, waiversFile } from '../config/waivers-file.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Waiver } from '../core/waiver.ts';
import type { Context } from './context.ts';

export interface WaiversOf {
  readonly file: string;
  readonly waivers: readonly Waiver[];
}

/** The waivers of an environment, and the file that they are in. */
export async function readWaivers({ services }: Context, environment: string): Promise<Outcome<WaiversOf>> {
  const definition = await services.loadDefinition(environment);
  return definition.ok ? readWaiversFile(waiversFile(definition.value.file)) : definition;
}

export async function readWaiversFile(file: string): Promise<Outcome<WaiversOf>> {
  const waivers = await loadWaivers(file);
  return waivers.ok ? ok({ file, waivers: waivers.value }) : waivers;
}

/** Removes the waivers of a task, and gives them. */
export async function removeWaivers(
  context: Context,
  environment: string,
  task: string,
  signature: string | undefined,
): Promise<Outcome<WaiversOf>> {
  const read = await readWaivers(context, environment);
  if (!read.ok) return read;
  const { file, waivers } = read.value;
  const gone = waivers.filter(
    (waiver) => waiver.task === task && (signature === undefined || waiver.signature === signature),
  );
  if (gone.length === 0) return failed(noSuchWaiver(task, read.value));
  await changeWaivers(file, { add: [], remove: gone });
  return ok({ file, waivers: gone });
}

function noSuchWaiver(task: string, { file, waivers }: WaiversOf) {
  const tasks = [...new Set(waivers.map((waiver) => waiver.task))].join(', ');
  return {
    kind: 'usage' as const,
    what: `No such waiver of ${task} is in ${file}.`,
    next: tasks ? `There are waivers of ${tasks}.` : 'There is none at all.',
  };
}
