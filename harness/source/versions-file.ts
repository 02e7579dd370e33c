import { z } from 'zod';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { readIfPresent } from '../system/files.ts';
import { parseJson } from '../system/parse-json.ts';
import { versionOf, type WikiVersions } from './versions.ts';

const noTree = {
  error: ({ input }: { readonly input?: unknown }) =>
    `has ${JSON.stringify(input)}, which is no php-<version>`,
};

const schema = z.record(
  z.string().regex(/^\w+$/),
  z.string(noTree).refine((tree) => versionOf(tree) !== undefined, noTree),
  { error: 'it is no map' },
);

/** The map of a file in the form of `wikiversions.json`; fails when there is no such file. */
export async function readWikiversions(file: string): Promise<Outcome<WikiVersions>> {
  const text = await readIfPresent(file);
  return text === undefined
    ? failed({ kind: 'usage', what: `There is no file ${file}.`, next: form })
    : parseWikiversions(text, file);
}

/** `file` is where the text stands, for the failure. */
export function parseWikiversions(text: string, file: string): Outcome<WikiVersions> {
  const json = parseJson(text);
  if (json === undefined) return refuse(file, 'it is not JSON.');
  const { data, error } = schema.safeParse(json);
  if (data) return ok(data);
  const problems = error.issues.map(describe);
  const more = problems.length > 3 ? `, and ${problems.length - 3} more` : '';
  return refuse(file, `${problems.slice(0, 3).join(', ')}${more}.`);
}

function describe({ code, path, message }: z.core.$ZodIssue): string {
  const [key] = path;
  if (key === undefined) return message;
  return code === 'invalid_key' ? `the key ${JSON.stringify(key)} is no dbname` : `${String(key)} ${message}`;
}

function refuse(file: string, why: string) {
  return failed({ kind: 'usage', what: `${file} is not a wikiversions.json:`, why, next: form });
}

const form = 'It is one map from dbname to version: {"testwiki": "php-1.45.0-wmf.3"}.';
