import type { TestIdentity } from '../../core/result.ts';
import { readYaml } from './read-yaml.ts';
import { type HttpbbRequest, requestKeys, suiteFileSchema } from './suite-file-schema.ts';

/** One request of a suite file: one test. */
export interface HttpTest {
  readonly test: TestIdentity;
  /** As in the file, without the scheme: a wiki's dbname, or a host of production. */
  readonly host: string;
  /** Scheme and host as in the file. */
  readonly origin: string;
  readonly request: HttpbbRequest;
}

export interface SuiteFile {
  readonly tests: readonly HttpTest[];
  /** `file:line:column: key: expected …, found …`, one for each mistake. */
  readonly problems: readonly string[];
}

const form = { schema: suiteFileSchema, owner: 'httpbb', keys: requestKeys };

/** Reads the text of an httpbb file. A file with a mistake has no tests: half a suite would look like a whole one. */
export function readSuiteFile(text: string, file: string, suite: string): SuiteFile {
  const read = readYaml(text, file, form);
  return read.ok
    ? { tests: nameTests(read.value, file, suite), problems: [] }
    : { tests: [], problems: read.problems };
}

function nameTests(
  hosts: Readonly<Record<string, readonly HttpbbRequest[]>>,
  file: string,
  suite: string,
): readonly HttpTest[] {
  return Object.entries(hosts).flatMap(([origin, requests]) => {
    const host = origin.replace(/^https?:\/\//, '');
    const titles = distinctTitles(requests);
    return requests.map((request, index) => ({
      test: { suite, file, titlePath: [host, titles[index] ?? request.path], project: suite },
      host,
      origin,
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
