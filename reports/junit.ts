import { XMLBuilder } from 'fast-xml-parser';
import type { Comparison, TestComparison } from '../harness/core/comparison.ts';
import { testName } from '../harness/core/result.ts';
import { type Finding, findingLabel, testPlace } from './model/finding.ts';
import { plainLine, plainText } from './model/plain-text.ts';
import { testVerdictWords } from './model/verdict-words.ts';
import { waivedSentence } from './model/waived.ts';
import type { ReportModel } from './report-model.ts';

/**
 * The comparison as JUnit XML: a suite each, and one for steps that failed. A test fails here when its verdict is worse
 * than train's; one that failed on both passes here and says so, so that CI is red for what next broke and nothing else.
 */
export function junitXml(model: ReportModel, comparison: Comparison): string {
  const bySuite = Map.groupBy(comparison.tests, ({ test }) => test.suite);
  const suites = [
    ...[...bySuite].map(([suite, tests]) => testSuite(plainLine(suite), tests.map(testCase))),
    ...logSuite(model),
    ...stepSuite(model),
  ];
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    format: true,
    suppressEmptyNode: true,
  });
  const root = { '@name': `gm1 ${model.run.id}`, ...sums(suites), testsuite: suites };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${withoutNonCharacters(builder.build({ testsuites: root }))}`;
}

interface Case {
  readonly '@name': string;
  readonly '@classname': string;
  readonly '@time': string;
  readonly failure?: { readonly '@message': string; readonly '@type': string; readonly '#text': string };
  readonly skipped?: { readonly '@message': string };
  readonly properties?: {
    readonly property: readonly { readonly '@name': string; readonly '@value': string }[];
  };
  readonly 'system-out'?: string;
}

function testSuite(name: string, cases: readonly Case[]) {
  const seconds = cases.reduce((sum, each) => sum + Number(each['@time']), 0);
  return {
    '@name': name,
    '@tests': cases.length,
    '@failures': cases.filter(({ failure }) => failure).length,
    '@skipped': cases.filter(({ skipped }) => skipped).length,
    '@errors': 0,
    '@time': seconds.toFixed(3),
    testcase: cases,
  };
}

function sums(suites: readonly ReturnType<typeof testSuite>[]) {
  const sum = (key: '@tests' | '@failures' | '@skipped') => suites.reduce((so, suite) => so + suite[key], 0);
  return {
    '@tests': sum('@tests'),
    '@failures': sum('@failures'),
    '@skipped': sum('@skipped'),
    '@errors': 0,
  };
}

function testCase(comparison: TestComparison): Case {
  const { test, verdict, reason, attempts } = comparison;
  const [first] = attempts.next.length > 0 ? attempts.next : attempts.train;
  const { tone, meaning } = testVerdictWords[verdict];
  const failing =
    comparison.gates || tone === 'error' || verdict === 'new-failing' || verdict === 'failure-changed';
  return {
    '@name': plainLine(test.titlePath.join(' › ')) || plainLine(testName(test)),
    '@classname': testPlace({ ...test, titlePath: [] }),
    '@time': (first?.seconds ?? 0).toFixed(3),
    properties: { property: [{ '@name': 'verdict', '@value': verdict }] },
    ...(failing && {
      failure: { '@message': plainLine(reason), '@type': verdict, '#text': failureText(comparison) },
    }),
    ...(verdict === 'same-skipped' && { skipped: { '@message': meaning } }),
    ...(comparison.waived && { skipped: { '@message': waivedSentence(comparison.waived) } }),
    'system-out': `${verdict}: ${plainLine(reason)}`,
  };
}

function failureText({ attempts, reason }: TestComparison): string {
  const failedAttempt = attempts.next.findLast(({ status }) => status === 'failed');
  return plainText([failedAttempt?.message ?? reason, failedAttempt?.trace ?? ''].join('\n').trim());
}

/** The log lines that are worth a look; those fail here that hold the train. */
function logSuite({ findings }: ReportModel) {
  const cases = findings.flatMap((finding) => (finding.kind === 'log' ? [logCase(finding)] : []));
  return cases.length === 0 ? [] : [testSuite('logs', cases)];
}

function logCase(log: Extract<Finding, { kind: 'log' }>): Case {
  const { title, gates, reason, verdict, waived, message, trace, tests, suspects, facts } = log;
  const [, signature = ''] = facts.find(([name]) => name === 'signature') ?? [];
  const suspect = suspects.map(({ file, change }) => `suspect: ${file} ${change}`);
  const text = [message, ...tests.map((test) => `test: ${test}`), ...suspect, trace ?? ''].join('\n').trim();
  return {
    '@name': title,
    '@classname': 'logs',
    '@time': '0.000',
    properties: {
      property: [
        { '@name': 'verdict', '@value': verdict },
        { '@name': 'signature', '@value': signature },
      ],
    },
    ...(gates
      ? { failure: { '@message': reason, '@type': findingLabel(log), '#text': text } }
      : { 'system-out': `${reason}\n${text}` }),
    ...(waived && { skipped: { '@message': waived } }),
  };
}

function stepSuite({ findings }: ReportModel) {
  const steps = findings.flatMap((finding) => (finding.kind === 'failure' ? [finding] : []));
  const cases = steps.map(({ title, place, why, next }) => ({
    '@name': place,
    '@classname': 'run',
    '@time': '0.000',
    failure: { '@message': title, '@type': 'failed step', '#text': [why, next].filter(Boolean).join('\n') },
  }));
  return cases.length === 0 ? [] : [testSuite('run', cases)];
}

/** XML 1.0 knows no such character, not even escaped; control characters are shown as text already. */
function withoutNonCharacters(xml: string): string {
  return xml.replaceAll(/[\ufffe\uffff]/g, '\ufffd');
}
