import { z } from 'zod';
import { nearest } from './nearest.ts';
import type { KeyPath, Place, YamlSource } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

/** A definition's problem without the file's name; `line` and `column` start at 1. */
export interface Problem extends Place {
  readonly text: string;
}

/** What the issues are about: the file, and the schema that it does not obey. */
interface Explained {
  readonly source: YamlSource;
  readonly schema: z.ZodType;
}

/** Says for each issue where it is, what was expected and what was found; in the order of the file. */
export function explainIssues(
  issues: readonly Issue[],
  source: YamlSource,
  schema: z.ZodType,
): readonly Problem[] {
  return issues
    .flatMap((issue) => explain(issue, [], { source, schema }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** `key.path: expected …, found …`. */
export function problemText(path: KeyPath, expected: string, found: string): string {
  const name = path.map((key) => (/^[\w-]+$/.test(String(key)) ? key : JSON.stringify(key))).join('.');
  return `${name || 'the file'}: expected ${expected}, found ${found}`;
}

function explain(issue: Issue, parent: KeyPath, explained: Explained): readonly Problem[] {
  const path = [...parent, ...issue.path];
  const { source } = explained;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey([...path, key], explained));
  if (issue.code === 'invalid_union') return explainUnion(issue, path, explained);
  if (issue.code === 'custom' && issue.params?.key === true) return [badKey(path, issue.message, source)];
  if (issue.code === 'invalid_key') return [badKey(path, issue.issues[0]?.message ?? '', source)];
  return [{ ...source.place(path), text: problemText(path, issue.message, source.describe(path)) }];
}

function badKey(path: KeyPath, expected: string, source: YamlSource): Problem {
  const found = `the key ${JSON.stringify(path.at(-1))}`;
  return { ...source.keyPlace(path), text: problemText(path, expected, found) };
}

function unknownKey(path: KeyPath, { source, schema }: Explained): Problem {
  const known = knownKeys(path.slice(0, -1), schema);
  const meant = nearest(String(path.at(-1)), known);
  const hint = meant ? ` (did you mean ${meant}?)` : '';
  return {
    ...source.keyPlace(path),
    text: problemText(path, `only the keys ${known.join(', ')}`, `an unknown key${hint}`),
  };
}

/** Takes the form whose own keys are there; without one, the union's own words. */
function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: KeyPath,
  explained: Explained,
): readonly Problem[] {
  const { source } = explained;
  const meant = issue.errors.filter((form) => !form.some((inner) => isOther(inner, path, source)));
  const [form, ...others] = meant;
  if (form && others.length === 0) return form.flatMap((inner) => explain(inner, path, explained));
  const found = others.length > 0 ? 'more than one' : describeUnion(path, explained);
  return [{ ...source.place(path), text: problemText(path, issue.message, found) }];
}

/** Whether the issue says that a form of a union is not meant at all: another type, or a key of its own is not there. */
function isOther(issue: Issue, union: KeyPath, source: YamlSource): boolean {
  if (issue.path.length === 0) return issue.code === 'invalid_type';
  return issue.path.length === 1 && source.describe([...union, ...issue.path]) === 'nothing';
}

/** A map by its keys, with what was perhaps meant. */
function describeUnion(path: KeyPath, { source, schema }: Explained): string {
  const keys = source.keysOf(path);
  const known = knownKeys(path, schema);
  const unknown = keys.find((key) => !known.includes(key));
  const meant = unknown && nearest(unknown, known);
  const hint = meant ? ` (did you mean ${meant}?)` : '';
  return `${source.describe(path)}${keys.length > 0 ? ` with ${keys.join(', ')}` : ''}${hint}`;
}

const jsonSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
});

/** The keys that the schema allows at `path`. */
function knownKeys(path: KeyPath, schema: z.ZodType): readonly string[] {
  let schemas: readonly unknown[] = [z.toJSONSchema(schema, { io: 'input' })];
  for (const key of path) schemas = schemas.flatMap((schema) => step(schema, String(key)));
  const keys = schemas.flatMap((schema) =>
    forms(schema).flatMap(({ properties }) => Object.keys(properties ?? {})),
  );
  return [...new Set(keys)];
}

function step(schema: unknown, key: string): readonly unknown[] {
  return forms(schema)
    .map(({ properties, additionalProperties, items }) => properties?.[key] ?? additionalProperties ?? items)
    .filter((child) => typeof child === 'object');
}

function forms(schema: unknown): readonly z.infer<typeof jsonSchema>[] {
  const parsed = jsonSchema.parse(schema);
  return parsed.anyOf ? parsed.anyOf.flatMap(forms) : [parsed];
}
