import type { RunFinding } from '../../harness/comparison/findings.ts';
import { formatRate } from '../../harness/comparison/log-reason.ts';
import type { LogComparison, TestComparison } from '../../harness/core/comparison.ts';
import { failureSentence } from '../../harness/core/failure.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import type { Track } from '../../harness/core/track.ts';
import { unreachable } from '../../harness/core/unreachable.ts';
import { logRow } from '../model/log-row.ts';
import { countOf, formatMoment } from '../model/measures.ts';
import { plainLine, plainText } from '../model/plain-text.ts';
import { waivedSentence } from '../model/waived.ts';

/** What a template of a task may name, as `{{name}}`; empty where a finding has no such thing. */
export const taskFields = [
  'title',
  'verdict',
  'reason',
  'waived',
  'normalizedMessage',
  'message',
  'class',
  'place',
  'trace',
  'reqId',
  'url',
  'wiki',
  'mwversion',
  'trainVersion',
  'channel',
  'level',
  'first',
  'last',
  'count',
  'trainCount',
  'impact',
  'tests',
  'suspects',
  'signature',
  'run',
  'environment',
  'train',
  'next',
] as const;

export type TaskField = (typeof taskFields)[number];

export type TaskValues = Readonly<Partial<Record<TaskField, string>>>;

/** The fields of a production error task (domain.md, Testers) of a finding whose texts are fit to be handed on. */
export function taskValues(finding: RunFinding, record: RunRecord): TaskValues {
  return { ...runValues(record), ...findingValues(finding) };
}

function findingValues(finding: RunFinding): TaskValues {
  switch (finding.kind) {
    case 'log':
      return logValues(finding.log);
    case 'test':
      return testValues(finding.test);
    case 'failure':
      return {
        title: line(`The run failed: ${finding.failed.failure.what}`),
        verdict: 'failed step',
        message: plainText(failureSentence(finding.failed.failure)),
        normalizedMessage: plainText(failureSentence(finding.failed.failure)),
        place: line([finding.failed.track, finding.failed.phase].filter(Boolean).join(' ')),
      };
    default:
      return unreachable(finding);
  }
}

function runValues({ id, definition, builds }: RunRecord): TaskValues {
  const version = (track: Track) => builds[track]?.version ?? 'not built';
  return {
    run: id,
    environment: line(definition.name),
    mwversion: line(version('next')),
    trainVersion: line(version('train')),
    train: line(`MediaWiki ${version('train')}`),
    next: line(`MediaWiki ${version('next')}`),
  };
}

function logValues(log: LogComparison): TaskValues {
  const { example, origins, counts } = log;
  const row = logRow(log);
  const exception = example.exception;
  return {
    title: line(row.title),
    verdict: log.waived?.verdict ?? log.verdict,
    reason: line(log.reason),
    waived: row.waived ?? '',
    normalizedMessage: block(example.normalizedMessage ?? example.message),
    message: block(exception?.message ?? example.message),
    class: line(exception?.class ?? ''),
    place: line(example.place ?? ''),
    trace: block(example.trace ?? ''),
    reqId: line(example.requestId ?? ''),
    url: line(example.url ?? example.request?.path ?? ''),
    wiki: line(origins.wikis.join(', ') || (example.wiki ?? '')),
    ...(example.version && { mwversion: line(example.version) }),
    channel: line(example.channel),
    level: example.level,
    first: formatMoment(log.first),
    last: formatMoment(log.last),
    count: String(counts.next),
    trainCount: String(counts.train),
    impact: impactOf(log),
    tests: bullets([...row.tests, ...(row.moreTests > 0 ? [`and ${row.moreTests} more`] : [])]),
    suspects: bullets(
      row.suspects.flatMap(({ file, change, commits }) => [
        `${file} ${change}`,
        ...commits.map((one) => `  ${one}`),
      ]),
    ),
    signature: line(log.signature),
  };
}

function impactOf({ counts, rates: { per1000, requests }, origins }: LogComparison): string {
  const side = (track: Track) =>
    `${countOf(counts[track], 'time')} on ${track} (${formatRate(per1000[track])} per 1000 of ${countOf(requests[track], 'request')})`;
  const wikis = countOf(origins.wikis.length, 'wiki');
  return `${side('next')}, ${side('train')}; on ${wikis}, by ${countOf(origins.testCount, 'test')}.`;
}

function testValues({
  name,
  test,
  verdict,
  reason,
  waived,
  attempts,
  signatures,
}: TestComparison): TaskValues {
  const last = attempts.next.findLast(({ status }) => status === 'failed');
  const failures = (track: Track) => attempts[track].filter(({ status }) => status === 'failed').length;
  return {
    title: line(`${test.titlePath.at(-1) ?? test.file} (${test.suite})`),
    verdict: waived?.verdict ?? verdict,
    reason: line(reason),
    waived: waived ? waivedSentence(waived) : '',
    normalizedMessage: block(last?.message ?? reason),
    message: block(last?.message ?? reason),
    place: line(test.file),
    trace: block(last?.trace ?? ''),
    first: formatMoment(last?.startedAt ?? ''),
    count: String(failures('next')),
    trainCount: String(failures('train')),
    tests: bullets([line(name)]),
    signature: line(signatures.join('; ')),
  };
}

/** A mention or a code block in it would be the tracker's to act on. */
function line(text: string): string {
  return withoutFences(plainLine(text, 600)).replaceAll('@', '@\u2060');
}

function block(text: string): string {
  return withoutFences(plainText(text, 12_000));
}

function withoutFences(text: string): string {
  return text.replaceAll('```', "'''");
}

function bullets(items: readonly string[]): string {
  return items.map((item) => (item.startsWith('  ') ? `** ${line(item)}` : `* ${line(item)}`)).join('\n');
}
