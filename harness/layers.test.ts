import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layers, reservedPackages } from './layers.ts';
import { findCircle } from './testing/find-circle.ts';
import { isTestCode, layerOf, layerViolations } from './testing/layer-violations.ts';
import { type Import, importSpecifiers, readImports } from './testing/read-imports.ts';

const imports = await importsOf(join(import.meta.dirname, '..'));

describe('this project', () => {
  test('is read', () => {
    expect(imports).toContainEqual({ from: 'harness/layers.test.ts', to: 'harness/layers.ts' });
    expect(imports.length).toBeGreaterThan(100);
  });

  test('imports only what its layers allow', () => {
    expect(layerViolations(imports, layers, reservedPackages)).toEqual([]);
  });

  test('has no circle between files', () => {
    expect(findCircle(imports)).toBeUndefined();
  });

  test('has no circle between layers', () => {
    expect(findCircle(betweenLayers(imports))).toBeUndefined();
  });
});

describe('layerViolations', () => {
  const example = {
    'a/core': [],
    'a/middle': ['a/core'],
    'a/middle/special': ['a/core', 'a/middle', 'a/one.ts'],
    'a/one.ts': [],
    'a/top': 'everything',
  } as const;
  const reserved = { docker: ['a/middle'] };

  test.each<[string, string]>([
    ['a/core/x.ts', 'a/core/y.ts'],
    ['a/middle/x.ts', 'a/core/y.ts'],
    ['a/middle/x.ts', 'docker'],
    ['a/middle/x.ts', 'any-package'],
    ['a/middle/special/x.ts', 'a/middle/y.ts'],
    ['a/middle/special/x.ts', 'a/one.ts'],
    ['a/top/x.ts', 'a/middle/special/y.ts'],
    ['a/core/x.test.ts', 'a/testing/fake.ts'],
    ['a/middle/x.test.ts', 'a/middle/special/y.ts'],
    ['a/core/x.integration.test.ts', 'a/top/y.ts'],
    ['a/core/x.e2e.test.ts', 'a/top/y.ts'],
  ])('lets %s import %s', (from, to) => {
    expect(layerViolations([{ from, to }], example, reserved)).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['a/core/x.ts', 'a/middle/y.ts', 'a/core may not import a/middle'],
    ['a/middle/x.ts', 'a/middle/special/y.ts', 'a/middle may not import a/middle/special'],
    ['a/middle/x.ts', 'a/one.ts', 'a/middle may not import a/one.ts'],
    ['a/core/x.test.ts', 'a/middle/y.ts', 'a/core may not import a/middle'],
    ['a/core/x.ts', 'docker', 'only a/middle may'],
    ['a/corex/x.ts', 'a/core/y.ts', 'a/corex/x.ts belongs to no layer'],
  ])('refuses %s the import of %s', (from, to, reason) => {
    expect(layerViolations([{ from, to }], example, reserved)).toEqual([expect.stringContaining(reason)]);
  });
});

describe('findCircle', () => {
  test.each<[string, readonly string[], readonly string[] | undefined]>([
    ['no imports', [], undefined],
    ['a chain', ['a b', 'b c'], undefined],
    ['two ways to one file', ['a b', 'a c', 'b d', 'c d'], undefined],
    ['a file that imports itself', ['a a'], ['a', 'a']],
    ['two files', ['a b', 'b a'], ['a', 'b', 'a']],
    ['a circle behind a chain', ['a b', 'b c', 'c d', 'd b'], ['b', 'c', 'd', 'b']],
  ])('in %s', (_, pairs, circle) => {
    expect(findCircle(pairs.map(toImport))).toEqual(circle);
  });
});

describe('importSpecifiers', () => {
  test.each<[string, readonly string[]]>([
    ["import { a } from './a.ts'", ['./a.ts']],
    ["import type { A } from './a.ts'", ['./a.ts']],
    ["import './a.ts'", ['./a.ts']],
    ["export { a } from './a.ts'", ['./a.ts']],
    ["export * from './a.ts'", ['./a.ts']],
    ["await import('./a.ts')", ['./a.ts']],
    ['import {\n  a,\n  type B,\n} from "./a.ts"', ['./a.ts']],
    ["const text = `import { a } from './a.ts'`", []],
    ["// import './a.ts'", []],
  ])('of %s', (source, specifiers) => {
    expect(importSpecifiers('x.ts', source)).toEqual(specifiers);
  });
});

async function importsOf(project: string): Promise<readonly Import[]> {
  const found: Import[] = [];
  for await (const file of glob('{harness,reports,suites}/**/*.ts', { cwd: project }))
    found.push(...(await readImports(project, file)));
  return found;
}

/** Without test code, which may look down on every layer from within it. */
function betweenLayers(all: readonly Import[]): readonly Import[] {
  return all.flatMap(({ from, to }) => {
    const [source, target] = [layerOf(from, layers), layerOf(to, layers)];
    const counts = source && target && source !== target && !isTestCode(from);
    return counts ? [{ from: source, to: target }] : [];
  });
}

function toImport(pair: string): Import {
  const [from = '', to = ''] = pair.split(' ');
  return { from, to };
}
