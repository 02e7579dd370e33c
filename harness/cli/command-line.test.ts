import { expect, test } from 'vitest';
import { type Failure, failed, ok } from '../core/failure.ts';
import { callGm1 } from '../testing/command-call.ts';
import type { Services } from './context.ts';

const commands = [
  'run',
  'build',
  'up',
  'status',
  'open',
  'logs',
  'shell',
  'mwscript',
  'sql',
  'jobs',
  'mail',
  'test',
  'reset',
  'extend',
  'down',
  'compare',
  'report',
  'diff',
  'waive',
  'history',
  'flakes',
  'index',
  'gc',
  'doctor',
];

const gm1 = (args: readonly string[], services: Partial<Services> = {}) => callGm1(args, { services });

const badDefinition: Failure = {
  kind: 'usage',
  what: 'x.yaml:3:1: wikis: expected a map, found 3.',
  next: 'Mend it.',
};

test.each(commands)('%s --help shows an example and takes --json', async (name) => {
  const { exitCode, stdout } = await gm1([name, '--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Examples?:\n {2}gm1 /);
  expect(stdout).toContain('--json');
});

test.each([
  [['fly']],
  [['up', '--track', 'both-of-them']],
  [['status', '--colour']],
  [['compare', 'a', 'b']],
])('%j is refused with exit code 2 and a sentence', async (args) => {
  const { exitCode, stderr } = await gm1(args);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: /);
});

test.each([['run'], ['build'], ['up'], ['test']])(
  '%s stops at a bad definition before anything starts',
  async (name) => {
    const { exitCode, stderr, stdout } = await gm1([name], {
      loadDefinition: async () => failed(badDefinition),
    });
    expect({ exitCode, stderr, stdout }).toEqual({
      exitCode: 2,
      stderr: 'gm1: x.yaml:3:1: wikis: expected a map, found 3. Mend it.\n',
      stdout: '',
    });
  },
);

test('status says what to do when nothing is up', async () => {
  const { exitCode, stdout } = await gm1(['status'], {
    environments: async () => ok({ records: [], damaged: [] }),
  });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: 'No environment is up; "gm1 up" starts one.\n',
  });
});

test('a failure is JSON too when that was asked for', async () => {
  const { exitCode, stdout } = await gm1(['gc', '--json'], {
    collectGarbage: async () => failed({ kind: 'infrastructure', what: 'No engine.', next: 'Start one.' }),
  });
  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout)).toEqual({
    failure: { kind: 'infrastructure', what: 'No engine.', next: 'Start one.' },
  });
});
