import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import type { AttemptStatus } from '../core/result.ts';

/** A test case as a JUnit file tells of it. */
export interface JunitCase {
  /** As the tool wrote it; undefined when it names none. */
  readonly file?: string;
  readonly titlePath: readonly string[];
  readonly status: AttemptStatus;
  readonly message?: string;
  /** Of the suite around it, milliseconds since 1970. */
  readonly start?: number;
  readonly seconds: number;
}

const text = z.coerce.string();
const texts = z.array(z.union([z.object({ message: text.optional(), '#text': text.optional() }), text]));

const testCase = z.object({
  name: text.default('a test without a name'),
  classname: text.optional(),
  file: text.optional(),
  time: z.coerce.number().min(0).catch(0),
  failure: texts.default([]),
  error: texts.default([]),
  skipped: texts.optional(),
});

const testSuite = z.object({
  name: text.default(''),
  file: text.optional(),
  timestamp: text.optional(),
  properties: z
    .object({ property: z.array(z.object({ name: text, value: text.optional() })).default([]) })
    .or(z.literal(''))
    .optional(),
  testcase: z.array(testCase).default([]),
  get testsuite() {
    return z.array(testSuite).default([]);
  },
});

type TestSuite = z.infer<typeof testSuite>;

const root = z.object({
  testsuites: z
    .object({ testsuite: z.array(testSuite).default([]) })
    .or(z.literal(''))
    .optional(),
  testsuite: z.array(testSuite).default([]),
});

const repeated = new Set(['testsuite', 'testcase', 'property', 'failure', 'error', 'skipped']);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  htmlEntities: true,
  isArray: (name, _path, _leaf, isAttribute) => !isAttribute && repeated.has(name),
});

/** The test cases of a JUnit file, or why it cannot be used. What a test tool wrote may be half there. */
export function parseJunit(xml: string): readonly JunitCase[] | { readonly why: string } {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) return { why: `it is not whole XML (line ${valid.err.line}: ${valid.err.msg})` };
  const parsed = root.safeParse(parser.parse(xml));
  if (!parsed.success) return { why: z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ') };
  const { testsuites, testsuite } = parsed.data;
  const suites = typeof testsuites === 'object' ? [...testsuites.testsuite, ...testsuite] : testsuite;
  return suites.flatMap((suite) => casesOf(suite, []));
}

function casesOf(suite: TestSuite, above: readonly string[]): readonly JunitCase[] {
  const file = suite.file ?? propertyOf(suite, 'file');
  const titles = [...above, suite.name].filter((title) => title && title !== file);
  const start = startOf(suite.timestamp);
  return [
    ...suite.testcase.map((one) => ({ ...toCase(one, titles, file), ...(start !== undefined && { start }) })),
    ...suite.testsuite.flatMap((inner) => casesOf(inner, titles)),
  ];
}

function toCase(one: z.infer<typeof testCase>, titles: readonly string[], around: string | undefined) {
  const faults = [...one.failure, ...one.error].map(sayFault).filter(Boolean);
  const isFailed = one.failure.length + one.error.length > 0;
  const file = one.file ?? around;
  const own = file === undefined && one.classname ? [one.classname] : [];
  const status: AttemptStatus = isFailed ? 'failed' : one.skipped ? 'skipped' : 'passed';
  const message = isFailed ? faults.join('\n') : one.skipped?.map(sayFault).filter(Boolean).join('\n');
  return {
    ...(file !== undefined && { file }),
    titlePath: [...new Set([...titles, ...own]), one.name],
    status,
    ...(message && { message }),
    seconds: one.time,
  };
}

function sayFault(fault: z.infer<typeof texts>[number]): string {
  if (typeof fault === 'string') return fault.trim();
  const { message = '', '#text': body = '' } = fault;
  return (body.includes(message) ? body : `${message}\n${body}`).trim();
}

function propertyOf({ properties }: TestSuite, name: string): string | undefined {
  return properties ? properties.property.find((property) => property.name === name)?.value : undefined;
}

/** Without a zone it is taken as UTC, which is what most tools write. */
function startOf(timestamp: string | undefined): number | undefined {
  if (!timestamp) return undefined;
  const time = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(timestamp) ? timestamp : `${timestamp}Z`);
  return Number.isNaN(time) ? undefined : time;
}
