import { z } from 'zod';
import { type DeclaredSuite, knownSuites, type SuiteName } from '../core/definition.ts';

const text = z.string({ error: 'a text (in quotation marks if need be)' });
const place = text.min(1, 'a path');

const oneOf = `one of ${knownSuites.join(', ')}, or a map with name, command, directory and results`;

const results = z
  .union(
    [
      z.strictObject({ allure: place.meta({ description: 'A folder that Allure files appear in' }) }),
      z.strictObject({
        junit: place.meta({ description: 'A glob of JUnit files', examples: ['reports/*.xml'] }),
      }),
    ],
    { error: 'a map with allure (a folder) or junit (a glob of files)' },
  )
  .meta({ description: 'What it leaves, relative to its directory' });

const declaredSuite = z.strictObject(
  {
    name: text
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a name: a lower-case letter, then up to 39 of a-z, 0-9 and -')
      .refine((name) => !isKnown(name), 'a name that gm1 has not given to a suite of its own')
      .meta({ description: 'Names the suite on the command line and in reports' }),
    command: z
      .array(text, { error: 'a list: a program and its arguments' })
      .min(1, 'a program')
      .meta({ description: 'A program and its arguments', examples: [['npm', 'run', 'e2e']] }),
    directory: place.meta({ description: 'Where it is run, relative to this file' }),
    environment: z
      .record(text, text, { error: 'a map from name to text' })
      .default({})
      .meta({ description: 'Variables; what gm1 sets can stand in them, see docs/suites.md' }),
    results,
    wiki: text.optional().meta({ description: 'The dbname of the wiki that it is told of' }),
  },
  { error: oneOf },
);

const suite = z.union([z.enum(knownSuites, { error: oneOf }), declaredSuite], { error: oneOf });

export const suitesSchema = z
  .array(suite, { error: 'a list of suites' })
  .min(1, 'at least one suite')
  .superRefine(refuseDoubles, { when: ({ value }) => Array.isArray(value) })
  .meta({ description: 'What runs on both tracks', uniqueItems: true });

export type SuiteFile = z.infer<typeof suite>;
type DeclaredFile = Exclude<SuiteFile, string>;

export function nameOfSuite(suite: SuiteFile): SuiteName {
  return typeof suite === 'string' ? suite : suite.name;
}

/** Undefined for a suite that gm1 knows by its name. `toPath` makes a path of the file absolute. */
export function toDeclaredSuite(
  suite: SuiteFile,
  toPath: (path: string) => string,
): DeclaredSuite | undefined {
  if (typeof suite === 'string') return undefined;
  const { name, command, directory, environment, wiki } = suite;
  return {
    ...{ name, command, environment, directory: toPath(directory), results: toResults(suite.results) },
    ...(wiki !== undefined && { wiki }),
  };
}

function toResults(file: DeclaredFile['results']): DeclaredSuite['results'] {
  return 'junit' in file ? { format: 'junit', path: file.junit } : { format: 'allure', path: file.allure };
}

function isKnown(name: string): boolean {
  return knownSuites.some((known) => known === name);
}

function refuseDoubles(values: readonly unknown[], context: z.RefinementCtx): void {
  const names = values.map(nameOf);
  for (const [index, name] of names.entries())
    if (name !== undefined && names.indexOf(name) < index)
      context.addIssue({ code: 'custom', path: [index], message: 'each suite once' });
}

function nameOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : value;
}
