import type { z } from 'zod';
import { problemText } from '../../config/explain-issues.ts';
import { nearest } from '../../config/nearest.ts';
import { type KeyPath, type Place, YamlSource } from '../../config/yaml-source.ts';

/** What a file of a suite may hold. */
export interface FileForm<T> {
  readonly schema: z.ZodType<T>;
  /** Whose keys they are: `httpbb`. */
  readonly owner: string;
  readonly keys: readonly string[];
}

export type ReadYaml<T> =
  | { readonly ok: true; readonly value: T }
  /** `file:line:column: key: expected …, found …`, one for each mistake. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the text of a YAML file and says each mistake with its place. */
export function readYaml<T>(text: string, file: string, form: FileForm<T>): ReadYaml<T> {
  const source = new YamlSource(text);
  const broken = source.syntaxProblems.map(({ place, message }) =>
    problem(file, place, problemText([], 'valid YAML', message)),
  );
  if (broken.length > 0 || !source.value) return { ok: false, problems: broken };
  const parsed = form.schema.safeParse(source.value.data);
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.flatMap((issue) => explain(issue, source, file, form)),
  };
}

type Issue = z.core.$ZodIssue;

function explain(issue: Issue, source: YamlSource, file: string, form: FileForm<unknown>): readonly string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey([...issue.path, key], source, file, form));
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? 'another key';
    const found = `the key ${JSON.stringify(issue.path.at(-1))}`;
    return [problem(file, source.keyPlace(issue.path), problemText(issue.path, expected, found))];
  }
  const found = source.describe(issue.path);
  return [problem(file, source.place(issue.path), problemText(issue.path, issue.message, found))];
}

function unknownKey(path: KeyPath, source: YamlSource, file: string, form: FileForm<unknown>): string {
  const meant = nearest(String(path.at(-1)), form.keys);
  const found = `an unknown key${meant ? ` (did you mean ${meant}?)` : ''}`;
  return problem(file, source.keyPlace(path), problemText(path, `a key of ${form.owner}`, found));
}

function problem(file: string, { line, column }: Place, text: string): string {
  return `${file}:${line}:${column}: ${text}`;
}
