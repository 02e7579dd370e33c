import { problemText } from '../../config/explain-issues.ts';
import { nearest } from '../../config/nearest.ts';
import { type KeyPath, type Place, YamlSource } from '../../config/yaml-source.ts';
import type { TestIdentity } from '../../core/result.ts';
import { type HttpbbRequest, requestKeys, suiteFileSchema } from './suite-file-schema.ts';

/** One request of a suite file: one test. */
export interface HttpTest {
  readonly test: TestIdentity;
  /** As in the file, without the scheme: a wiki's dbname. */
  readonly host: string;
  readonly request: HttpbbRequest;
}

export interface SuiteFile {
  readonly tests: readonly HttpTest[];
  /** `file:line:column: key: expected …, found …`, one for each mistake. */
  readonly problems: readonly string[];
}

/** Reads the text of an httpbb file. A file with a mistake has no tests: half a suite would look like a whole one. */
export function readSuiteFile(text: string, file: string, suite: string): SuiteFile {
  const source = new YamlSource(text);
  const broken = source.syntaxProblems.map(({ place, message }) =>
    problem(file, place, problemText([], 'valid YAML', message)),
  );
  if (broken.length > 0 || !source.value) return { tests: [], problems: broken };
  const parsed = suiteFileSchema.safeParse(source.value.data);
  if (parsed.success) return { tests: nameTests(parsed.data, file, suite), problems: [] };
  return { tests: [], problems: parsed.error.issues.flatMap((issue) => explain(issue, source, file)) };
}

type Issue = NonNullable<ReturnType<typeof suiteFileSchema.safeParse>['error']>['issues'][number];

function explain(issue: Issue, source: YamlSource, file: string): readonly string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey([...issue.path, key], source, file));
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? 'a host';
    const found = `the key ${JSON.stringify(issue.path.at(-1))}`;
    return [problem(file, source.keyPlace(issue.path), problemText(issue.path, expected, found))];
  }
  const found = source.describe(issue.path);
  return [problem(file, source.place(issue.path), problemText(issue.path, issue.message, found))];
}

function unknownKey(path: KeyPath, source: YamlSource, file: string): string {
  const meant = nearest(String(path.at(-1)), requestKeys);
  const found = `an unknown key${meant ? ` (did you mean ${meant}?)` : ''}`;
  return problem(file, source.keyPlace(path), problemText(path, 'a key of httpbb', found));
}

function problem(file: string, { line, column }: Place, text: string): string {
  return `${file}:${line}:${column}: ${text}`;
}

function nameTests(
  hosts: Readonly<Record<string, readonly HttpbbRequest[]>>,
  file: string,
  suite: string,
): readonly HttpTest[] {
  return Object.entries(hosts).flatMap(([key, requests]) => {
    const host = key.replace(/^https?:\/\//, '');
    const titles = distinctTitles(requests);
    return requests.map((request, index) => ({
      test: { suite, file, titlePath: [host, titles[index] ?? request.path], project: suite },
      host,
      request,
    }));
  });
}

/** `METHOD path`; requests that share it add their headers, and a number when that is not enough. */
function distinctTitles(requests: readonly HttpbbRequest[]): readonly string[] {
  const short = requests.map(({ method, path }) => `${method} ${path}`);
  const long = short.map((title, index) =>
    occurrences(short, title) > 1 ? title + headersOf(requests[index]) : title,
  );
  return long.map((title, index) => {
    const before = occurrences(long.slice(0, index), title);
    return before > 0 ? `${title} (${before + 1})` : title;
  });
}

function occurrences(titles: readonly string[], title: string): number {
  return titles.filter((other) => other === title).length;
}

function headersOf(request: HttpbbRequest | undefined): string {
  const headers = Object.entries(request?.request_headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return headers.length > 0 ? ` with ${headers.join(', ')}` : '';
}
