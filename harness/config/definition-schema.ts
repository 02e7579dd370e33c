import { z } from 'zod';
import { configName, debianSuite, source } from './source-schema.ts';
import { suitesSchema } from './suite-schema.ts';

/** The PHP that a Debian suite carries (packages.debian.org); the runtime can have no other. */
const phpOfSuite = new Map([
  ['bullseye', '7.4'],
  ['bookworm', '8.2'],
  ['trixie', '8.4'],
]);

const runtime = z
  .strictObject(
    {
      base: debianSuite.meta({ description: 'The Debian suite of the images', examples: ['trixie'] }),
      php: z
        .string({ error: 'a version in quotation marks, for example "8.4"' })
        .regex(/^\d\.\d+$/, 'a version in quotation marks, for example "8.4"')
        .optional()
        .meta({
          description: 'The version of PHP, which follows from a base that gm1 knows',
          examples: ['8.4'],
        }),
    },
    { error: 'a map with base' },
  )
  .transform(({ base, php }, context) => {
    const carried = phpOfSuite.get(base);
    if (php !== undefined && (carried === undefined || carried === php)) return { base, php };
    if (php === undefined && carried !== undefined) return { base, php: carried };
    const expected = carried === undefined ? 'the version of PHP' : `"${carried}", the PHP`;
    context.addIssue({ code: 'custom', path: ['php'], message: `${expected} of ${base}` });
    return z.NEVER;
  });

const language = z
  .string({ error: 'a language code' })
  .regex(/^[a-z]{2,8}(-[a-z0-9]{1,8}){0,4}$/, 'a language code of MediaWiki, for example en or zh-hans');

const wiki = z.strictObject(
  {
    lang: language.meta({ description: 'Content language', examples: ['en', 'he', 'zh-hans'] }),
    shape: z
      .string({ error: 'the name of a shape' })
      .regex(/^[a-z][a-z0-9-]*$/, 'the name of a shape')
      .default('wikipedia')
      .meta({
        description: 'What kind of wiki it is: a file of wmf-config/shapes/ in the configuration',
        examples: ['wikipedia', 'commons', 'rtl'],
      }),
  },
  { error: 'a map with lang' },
);

const dbname = /^[a-z][a-z0-9_]{0,31}$/;
const mostWikis = 60;

const wikis = z
  .record(z.string(), wiki, { error: 'a map from dbname to wiki' })
  .superRefine(checkWikis, { when: ({ value }) => isMap(value) })
  .meta({
    description: 'The farm, by dbname',
    propertyNames: { pattern: dbname.source },
    minProperties: 1,
    maxProperties: mostWikis,
  });

function checkWikis(value: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const names = Object.keys(value);
  const refuse = (message: string, path: string[] = []) =>
    context.addIssue({ code: 'custom', message, path, params: { key: path.length === 1 } });
  if (names.length < 1 || names.length > mostWikis) refuse(`between 1 and ${mostWikis} wikis`);
  for (const name of names.filter((name) => !dbname.test(name)))
    refuse('a dbname: a lower-case letter, then up to 31 of a-z, 0-9 and _', [name]);
  const commons = names.filter((name) => isCommons(value[name]));
  for (const name of commons.slice(1))
    refuse(`at most one wiki of shape commons (${commons[0]} is one)`, [name, 'shape']);
}

function isCommons(value: unknown): boolean {
  return isMap(value) && value.shape === 'commons';
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const languages = z
  .array(language, { error: 'a list of language codes' })
  .superRefine(refuseDoubles('language'), { when: ({ value }) => Array.isArray(value) })
  .optional()
  .meta({
    description: "Those whose messages are built, besides the wikis' own and English; all when it is absent",
    uniqueItems: true,
  });

function refuseDoubles(name: string) {
  return (values: readonly unknown[], context: z.RefinementCtx): void => {
    for (const [index, value] of values.entries())
      if (values.indexOf(value) < index)
        context.addIssue({ code: 'custom', path: [index], message: `each ${name} once` });
  };
}

/**
 * What may stand in `environments/NAME.yaml`. The words of each `error` follow "expected" in the message to the user;
 * `explain-issues.ts` adds where and what was found. What needs the disk is checked by `load-definition.ts`.
 */
export const definitionSchema = z
  .strictObject(
    {
      name: z
        .string({ error: 'a name' })
        .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a name: a lower-case letter, then up to 39 of a-z, 0-9 and -')
        .meta({ description: 'Names the environment on the command line and in the container engine' }),
      tracks: z
        .strictObject({ train: source, next: source }, { error: 'a map with train and next' })
        .meta({ description: 'What ships today, and what would ship' }),
      runtime,
      config: configName.meta({
        description: "The folder with the wikis' PHP configuration",
        examples: ['contained'],
      }),
      wikis,
      languages,
      suites: suitesSchema,
    },
    { error: 'a map with name, tracks, runtime, config, wikis and suites' },
  )
  .meta({ title: 'Environment definition of gm1' });

export type DefinitionFile = z.infer<typeof definitionSchema>;

/** The JSON schema for editors, the content of `environments/definition.schema.json`. */
export function definitionJsonSchema(): unknown {
  return JSON.parse(JSON.stringify(z.toJSONSchema(definitionSchema, { io: 'input' })));
}
