import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Attachment, Attempt } from '../core/result.ts';
import { writeWhole } from '../system/files.ts';
import { parseJson } from '../system/parse-json.ts';
import { attemptKey, resultKey } from './attempt-key.ts';
import { isResultFile } from './results.ts';

export interface TextOfAttempt {
  readonly attempt: Attempt;
  readonly name: string;
  readonly text: string;
}

/** What there is to know of a result file here; the rest is written back as it was. */
const resultSchema = z.looseObject({
  name: z.string(),
  start: z.number(),
  attachments: z.array(z.unknown()).default([]),
});

/**
 * Adds texts to results that are whole, as files beside them and in the result files, so that every report has them.
 * Gives an attachment for each text, in order.
 */
export async function attachToResults(
  directory: string,
  texts: readonly TextOfAttempt[],
): Promise<readonly Attachment[]> {
  const attachments = texts.map(({ name }) => ({
    name,
    file: `${randomUUID()}-attachment.txt`,
    type: 'text/plain',
  }));
  for (const [at, { text }] of texts.entries())
    await writeFile(join(directory, attachments[at]?.file ?? ''), text);
  const wanted = new Map(texts.map(({ attempt }, at) => [attemptKey(attempt), attachments[at]]));
  for (const file of texts.length > 0 ? (await readdir(directory)).filter(isResultFile) : []) {
    const path = join(directory, file);
    const { data } = resultSchema.safeParse(parseJson(await readFile(path, 'utf8')));
    const attachment = data && wanted.get(resultKey(data.name, data.start));
    if (attachment) await writeWhole(path, JSON.stringify(withAttachment(data, attachment)));
  }
  return attachments;
}

function withAttachment(result: z.infer<typeof resultSchema>, { name, file, type }: Attachment) {
  return { ...result, attachments: [...result.attachments, { name, source: file, type }] };
}
