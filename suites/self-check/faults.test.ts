import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { faults } from './faults.ts';

const patchOf = ({ target, name }: (typeof faults)[number]) =>
  join(import.meta.dirname, target, `${name}.patch`);

test('every fault has a patch, and every patch is a fault', () => {
  const patches = globSync('*/*.patch', { cwd: import.meta.dirname });
  expect(patches.map((file) => basename(file, '.patch')).sort()).toEqual(
    faults.map(({ name }) => name).sort(),
  );
  expect(faults.map(patchOf).filter((file) => !existsSync(file))).toEqual([]);
});

test('a fault is one small change of one file', () => {
  for (const fault of faults) {
    const lines = readFileSync(patchOf(fault), 'utf8').split('\n');
    expect(lines.filter((line) => line.startsWith('+++ '))).toHaveLength(1);
    expect(lines.filter((line) => /^[+-](?![+-])/.test(line)).length).toBeLessThan(8);
  }
});

test('the patterns are regular expressions', () => {
  for (const { likely } of faults) expect(() => new RegExp(likely.grep, 'i')).not.toThrow();
});
