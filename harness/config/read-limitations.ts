import { join } from 'node:path';
import { z } from 'zod';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { readIfPresent } from '../system/files.ts';
import { parseJson } from '../system/parse-json.ts';

/** What an environment does not do as production does. */
export interface Limitation {
  /** An extension, a part of one (`ConfirmEdit/FancyCaptcha`), a skin or a service. */
  readonly what: string;
  readonly why: string;
}

const reasons = z.record(z.string(), z.string()).default({});
const limitationsFile = z.strictObject({
  extensions: reasons,
  skins: reasons,
  parts: reasons,
  stubs: reasons,
});

/**
 * What is off or stubbed in a configuration, with reasons: its `wmf-config/extensions-off.json`, in the order of the file.
 * Nothing when there is no such file; a `usage` failure when it is not what PHP expects.
 */
export async function readLimitations(configFolder: string): Promise<Outcome<readonly Limitation[]>> {
  const path = join(configFolder, 'wmf-config', 'extensions-off.json');
  const text = await readIfPresent(path);
  if (text === undefined) return ok([]);
  const parsed = limitationsFile.safeParse(parseJson(text));
  if (!parsed.success)
    return failed({
      kind: 'usage',
      what: `${path} does not list what is off.`,
      why: `${z.prettifyError(parsed.error).replace(/\s*\n\s*/g, ' ')}.`,
      next: 'Write it as {"extensions": {"NAME": "REASON"}, "skins": {}, "parts": {}, "stubs": {}}.',
    });
  const { extensions, skins, parts, stubs } = parsed.data;
  return ok(
    [extensions, skins, parts, stubs].flatMap((part) =>
      Object.entries(part).map(([what, why]) => ({ what, why })),
    ),
  );
}
