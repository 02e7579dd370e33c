import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findSilentSkips } from './silent-skips.ts';

const project = join(import.meta.dirname, '../..');

// Samples that the check must find; none of them is a test that is left out here.
test.each([
  ["test.skip('moves', () => {})", 'skip without a reason'],
  ['test.skip()', 'skip without a reason'],
  ['test.skip(!hasDiff)', 'skip without a reason'],
  ["test.describe.skip('moving', () => {})", 'skip without a reason'],
  ["test('x', () => { test.fixme() })", 'fixme without a reason'],
  ["it.skip('moves', async () => {})", 'skip without a reason'],
  ['it("x", function () { this.skip() })', 'skip without a reason'],
  ["test.fail('moves', () => {})", 'fail without a reason'],
  ["test.only('moves', () => {})", 'only leaves out every other test'],
  ["test.skip(true, '')", 'skip without a reason'],
])('%s is found', (source, fault) => {
  expect(findSilentSkips('a.spec.ts', `\n${source}`)).toEqual([`a.spec.ts:2: ${fault}`]);
});

test.each([
  "test.skip(!hasDiff, 'There is no diff3 here.')",
  'test.skip(!name, `It is not there.`)',
  "test('x', async ({}) => { test.fixme(true, 'T12345: fails for anonymous users.') })",
  "test.skip('moves', { annotation: { type: 'skip', description: 'T1' } }, () => {})",
  "list.skip('a'); wiki.only()",
  "test('skip', () => {})",
])('%s is left alone', (source) => {
  expect(findSilentSkips('a.spec.ts', source)).toEqual([]);
});

test('no test of the suites is left out without a reason in the code', () => {
  const files = globSync('suites/**/*.{ts,js,mjs,cjs}', { cwd: project });
  expect(files.length).toBeGreaterThan(30);
  const found = files.flatMap((file) => findSilentSkips(file, readFileSync(join(project, file), 'utf8')));
  expect(found).toEqual([]);
});
