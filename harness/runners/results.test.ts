import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseResult } from './results.ts';

const context = { suite: 'api', track: 'next', purpose: 'first', directory: '/results' } as const;
const whole = {
  name: 'edits',
  fullName: 'edit.spec.ts#edits',
  titlePath: ['edit.spec.ts'],
  status: 'passed',
  start: 1_700_000_000_000,
  stop: 1_700_000_001_500,
};

function parse(changes: object) {
  return parseResult(JSON.stringify({ ...whole, ...changes }), 'a-result.json', context);
}

test('reads a passed test', () => {
  expect(parse({})).toEqual({
    attempt: {
      test: { suite: 'api', file: 'edit.spec.ts', titlePath: ['edits'], project: 'api' },
      track: 'next',
      purpose: 'first',
      status: 'passed',
      startedAt: '2023-11-14T22:13:20.000Z',
      seconds: 1.5,
      attachments: [],
    },
    problems: [],
  });
});

test.each([
  ['failed', 'failed'],
  ['broken', 'failed'],
  ['skipped', 'skipped'],
  ['unknown', 'failed'],
])('a test that Allure calls %s is %s', (allure, status) => {
  expect(parse({ status: allure }).attempt?.status).toBe(status);
});

test('a failed test always has a message', () => {
  expect(parse({ status: 'failed' }).attempt?.message).toBe('The test failed without a message.');
  expect(parse({ status: undefined }).attempt?.message).toBe('The test did not end.');
});

test('message and trace lose their terminal colours', () => {
  const statusDetails = { message: '\u001b[31mexpected\u001b[39m 200', trace: '\u001b[2mat a.ts\u001b[22m' };
  expect(parse({ status: 'failed', statusDetails }).attempt).toMatchObject({
    message: 'expected 200',
    trace: 'at a.ts',
  });
});

test('attachments of the test and of its steps are found', () => {
  const { attempt } = parse({
    attachments: [{ name: 'log', source: 'a.txt', type: 'text/plain' }],
    steps: [{ steps: [{ attachments: [{ source: './b.png' }] }] }],
  });
  expect(attempt?.attachments).toEqual([
    { name: 'log', file: 'a.txt', type: 'text/plain' },
    { name: 'attachment', file: 'b.png', type: 'application/octet-stream' },
  ]);
});

test.each(['../secret', '/etc/passwd', 'a/../../b', '', '..'])(
  'the attachment %j outside the results is refused and said',
  (source) => {
    const { attempt, problems } = parse({ attachments: [{ name: 'x', source }] });
    expect(attempt?.attachments).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(JSON.stringify(source))]);
  },
);

test('a file cut off anywhere is a problem, never an attempt', () => {
  const text = JSON.stringify(whole);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
      const { attempt, problems } = parseResult(text.slice(0, length), 'a-result.json', context);
      expect(attempt).toBeUndefined();
      expect(problems).toEqual([expect.stringContaining('a-result.json')]);
    }),
  );
});

test('any JSON is read or is a problem', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const { attempt, problems } = parseResult(text, 'a-result.json', context);
      expect(attempt === undefined).toBe(problems.length > 0);
    }),
  );
});

test.each([
  { start: 'yesterday' },
  { start: 1e300 },
  { name: '' },
  { status: 'great' },
  { titlePath: [], fullName: '' },
])('the content %j is a problem in one line', (changes) => {
  const { attempt, problems } = parse(changes);
  expect(attempt).toBeUndefined();
  expect(problems).toEqual([expect.stringMatching(/^The result file a-result\.json is not used: .+\.$/)]);
});
