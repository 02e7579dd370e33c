import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/** One file asks for another. Both are relative to the project; `to` of a package is its name. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** All imports of a source file, types too; Node's own modules are left out. */
export async function readImports(project: string, file: string): Promise<readonly Import[]> {
  const specifiers = importSpecifiers(file, await readFile(join(project, file), 'utf8'));
  return specifiers
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) => ({ from: file, to: resolve(file, specifier) }));
}

/** What a source asks for: `import`, `export … from` and `import()` of a plain string. */
export function importSpecifiers(file: string, source: string): readonly string[] {
  const { module, errors } = parseSync(file, source);
  const [error] = errors;
  if (error) throw new Error(`${file} cannot be parsed: ${error.message}`);
  const reexports = module.staticExports.flatMap(({ entries }) =>
    entries.map((entry) => entry.moduleRequest),
  );
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...new Set(reexports.flatMap((request) => (request ? [request.value] : []))),
    ...module.dynamicImports.flatMap(({ moduleRequest }) => {
      const text = /^(['"`])(.*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end))?.[2];
      return text === undefined ? [] : [text];
    }),
  ];
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
