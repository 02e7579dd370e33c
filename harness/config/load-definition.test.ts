import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configOf } from '../core/definition.ts';
import { definitionJsonSchema } from './definition-schema.ts';
import { loadDefinition } from './load-definition.ts';

const project = join(import.meta.dirname, '../..');
let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-config-'));
  await mkdir(join(root, 'environments/contained/wmf-config/shapes'), { recursive: true });
  for (const shape of ['commons', 'wikipedia'])
    await writeFile(join(root, `environments/contained/wmf-config/shapes/${shape}.php`), '<?php return [];');
  await mkdir(join(root, 'staging'));
});

afterAll(() => rm(root, { recursive: true }));

const good = `name: small
tracks:
  train: { debian: { suite: trixie } }
  next: { directory: ../staging }
runtime: { base: trixie, php: "8.4" }
config: contained
wikis:
  testwiki: { lang: en }
suites: [http]
`;

async function load(text: string, name = 'small') {
  const file = join(root, 'environments', `${name}.yaml`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return loadDefinition(name, root);
}

async function problemsOf(text: string): Promise<readonly string[]> {
  const outcome = await load(text);
  if (outcome.ok) return [];
  expect(outcome.failure.kind).toBe('usage');
  return outcome.failure.what
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map((line) => line.trim());
}

describe('loadDefinition', () => {
  test('reads the environment of the contract by its name', async () => {
    const outcome = await loadDefinition('group-minus-1', project);
    expect(outcome).toEqual({
      ok: true,
      value: {
        name: 'group-minus-1',
        file: join(project, 'environments/group-minus-1.yaml'),
        tracks: {
          train: { kind: 'debian', suite: 'trixie' },
          next: { kind: 'debian', suite: 'sid' },
        },
        runtime: { base: 'trixie', php: '8.4' },
        config: join(project, 'environments/contained'),
        wikis: [
          { dbname: 'testwiki', lang: 'en', shape: 'wikipedia' },
          { dbname: 'testrtlwiki', lang: 'he', shape: 'rtl' },
          { dbname: 'testcommonswiki', lang: 'en', shape: 'commons' },
          { dbname: 'testguardedwiki', lang: 'en', shape: 'guarded' },
        ],
        suites: ['http', 'api', 'browser', 'webdriverio'],
      },
    });
  });

  test('makes a directory absolute, relative to the file', async () => {
    const outcome = await load(good);
    expect(outcome.ok && outcome.value.tracks.next).toEqual({
      kind: 'directory',
      path: join(root, 'staging'),
    });
  });

  test.each([
    ['bullseye', '7.4'],
    ['bookworm', '8.2'],
    ['trixie', '8.4'],
  ])('knows the PHP of %s', async (base, php) => {
    const outcome = await load(good.replace('{ base: trixie, php: "8.4" }', `{ base: ${base} }`));
    expect(outcome.ok && outcome.value.runtime).toEqual({ base, php });
  });

  test('takes the PHP of a base that it does not know from the file', async () => {
    const outcome = await load(good.replace('base: trixie, php: "8.4"', 'base: forky, php: "8.5"'));
    expect(outcome.ok && outcome.value.runtime).toEqual({ base: 'forky', php: '8.5' });
  });

  test('takes any shape where the configuration has none of its own', async () => {
    await mkdir(join(root, 'environments/plain'), { recursive: true });
    const outcome = await load(
      good.replace('config: contained', 'config: plain').replace('lang: en', 'lang: en, shape: odd'),
    );
    expect(outcome.ok && outcome.value.wikis[0]?.shape).toBe('odd');
  });

  test('takes sixty wikis', async () => {
    const wikis = Array.from({ length: 60 }, (_, index) => `  w${index}wiki: { lang: en }`).join('\n');
    const outcome = await load(good.replace('  testwiki: { lang: en }', wikis));
    expect(outcome.ok && outcome.value.wikis.length).toBe(60);
  });

  test('prefers the configuration folder beside the file', async () => {
    await mkdir(join(root, 'elsewhere/contained'), { recursive: true });
    const file = join(root, 'elsewhere/mine.yml');
    await writeFile(file, good);
    const outcome = await loadDefinition(file, root);
    expect(outcome.ok && outcome.value.config).toBe(join(root, 'elsewhere/contained'));
  });

  test('takes a configuration of one track alone', async () => {
    await mkdir(join(root, 'environments/changed'), { recursive: true });
    const outcome = await load(good.replace('../staging }', '../staging, config: changed }'));
    if (!outcome.ok) throw new Error(outcome.failure.why);
    expect(configOf(outcome.value, 'train')).toBe(join(root, 'environments/contained'));
    expect(configOf(outcome.value, 'next')).toBe(join(root, 'environments/changed'));
  });

  test('refuses a shape that the configuration of one track has not', async () => {
    await mkdir(join(root, 'environments/few/wmf-config/shapes'), { recursive: true });
    await writeFile(join(root, 'environments/few/wmf-config/shapes/wikipedia.php'), '<?php return [];');
    const outcome = await load(
      good
        .replace('../staging }', '../staging, config: few }')
        .replace('lang: en', 'lang: en, shape: commons'),
    );
    expect(outcome).toMatchObject({
      failure: { what: expect.stringContaining('expected one of wikipedia, found commons') },
    });
  });

  test('lists the known environments when a name is unknown', async () => {
    const outcome = await loadDefinition('group-minus1', project);
    expect(outcome.ok ? '' : outcome.failure.what).toBe(
      'There is no environment group-minus1 (did you mean group-minus-1?).',
    );
    expect(outcome.ok ? '' : outcome.failure.why).toContain('group-minus-1');
  });

  test.each(['../environments/small', '', '.', '/etc/passwd', 'contained'])(
    'knows no environment %j',
    async (name) => {
      expect((await loadDefinition(name, root)).ok).toBe(false);
    },
  );

  test('says which file is not there', async () => {
    const outcome = await loadDefinition('/nowhere/x.yaml', root);
    expect(outcome.ok ? '' : outcome.failure.what).toBe('There is no file /nowhere/x.yaml.');
  });
});

const at = (place: string, text: string) => [`environments/small.yaml:${place}: ${text}`];

const oneSource =
  'one source: {debian: {suite: NAME}}, {directory: PATH}, {git: {core: URL}} or {image: REF}';

const mistakes: readonly [string, string, readonly string[]][] = [
  [
    'an unknown key',
    good.replace('lang: en', 'lang: en, shap: commons'),
    at(
      '8:25',
      'wikis.testwiki.shap: expected only the keys lang, shape, found an unknown key (did you mean shape?)',
    ),
  ],
  [
    'an unknown key at the top',
    `${good}extensions: []\n`,
    at(
      '10:1',
      'extensions: expected only the keys name, tracks, runtime, config, wikis, languages, suites, found an unknown key',
    ),
  ],
  [
    'an unknown key in a source',
    good.replace('suite: trixie', 'suit: trixie'),
    [
      ...at('3:12', 'tracks.train.debian.suite: expected the name of a Debian suite, found nothing'),
      ...at(
        '3:22',
        'tracks.train.debian.suit: expected only the keys suite, found an unknown key (did you mean suite?)',
      ),
    ],
  ],
  [
    'a missing key',
    good.replace('config: contained\n', ''),
    at('1:1', 'config: expected the name of a folder, found nothing'),
  ],
  [
    'a wrong type',
    good.replace('[http]', 'http'),
    at('9:9', 'suites: expected a list of suites, found http'),
  ],
  [
    'a version that YAML reads as a number',
    good.replace('"8.4"', '8.4'),
    at('5:31', 'runtime.php: expected a version in quotation marks, for example "8.4", found 8.4'),
  ],
  [
    'a PHP that the base does not carry',
    good.replace('"8.4"', '"8.2"'),
    at('5:31', 'runtime.php: expected "8.4", the PHP of trixie, found "8.2"'),
  ],
  [
    'no PHP for a base that is not known',
    good.replace('base: trixie, php: "8.4"', 'base: forky'),
    at('5:1', 'runtime.php: expected the version of PHP of forky, found nothing'),
  ],
  [
    'a shape that the configuration has not',
    good.replace('lang: en', 'lang: en, shape: common'),
    at(
      '8:32',
      'wikis.testwiki.shape: expected one of commons, wikipedia, found common (did you mean commons?)',
    ),
  ],
  [
    'no source',
    good.replace('{ directory: ../staging }', '{}'),
    at('4:9', `tracks.next: expected ${oneSource}, found a map`),
  ],
  [
    'a source of another kind',
    good.replace('{ directory: ../staging }', 'sid'),
    at('4:9', `tracks.next: expected ${oneSource}, found sid`),
  ],
  [
    'two sources',
    good.replace('{ directory: ../staging }', '{ directory: ../staging, debian: { suite: sid } }'),
    at('4:9', `tracks.next: expected ${oneSource}, found more than one`),
  ],
  [
    'a directory that is not there',
    good.replace('../staging', 'staging'),
    [
      expect.stringMatching(
        /^environments\/small\.yaml:4:22: tracks\.next\.directory: expected a folder \(there is none at .*\), found staging$/,
      ),
    ],
  ],
  [
    'a configuration that is not there',
    good.replace('contained', 'loose'),
    at('6:9', 'config: expected a folder beside this file or in environments/, found loose'),
  ],
  [
    "a track's configuration that is not there",
    good.replace('../staging }', '../staging, config: loose }'),
    at('4:42', 'tracks.next.config: expected a folder beside this file or in environments/, found loose'),
  ],
  [
    'a configuration outside',
    good.replace('config: contained', 'config: ../contained'),
    at(
      '6:9',
      'config: expected the name of a folder beside this file or in environments/, found ../contained',
    ),
  ],
  [
    'no wikis',
    good.replace('{ lang: en }', '').replace('  testwiki: \n', '').replace('wikis:', 'wikis: {}'),
    at('7:8', 'wikis: expected between 1 and 60 wikis, found a map'),
  ],
  [
    'a dbname that is none, and its value too',
    good.replace('testwiki: { lang: en }', 'Test-wiki: { lang: EN }'),
    [
      ...at(
        '8:3',
        'wikis.Test-wiki: expected a dbname: a lower-case letter, then up to 31 of a-z, 0-9 and _, found the key "Test-wiki"',
      ),
      ...at(
        '8:22',
        'wikis.Test-wiki.lang: expected a language code of MediaWiki, for example en or zh-hans, found EN',
      ),
    ],
  ],
  [
    'a second shared repository',
    good.replace('{ lang: en }', '{ lang: en, shape: commons }\n  otherwiki: { lang: de, shape: commons }'),
    at(
      '9:33',
      'wikis.otherwiki.shape: expected at most one wiki of shape commons (testwiki is one), found commons',
    ),
  ],
  [
    'a suite that there is not, and one given twice',
    good.replace('[http]', '[http, smoke, http]'),
    [
      ...at(
        '9:16',
        'suites.1: expected one of http, api, browser, webdriverio, api-testing, selenium, or a map with name, command, directory and results, found smoke',
      ),
      ...at('9:23', 'suites.2: expected each suite once, found http'),
    ],
  ],
  [
    'a declared suite that gm1 cannot run',
    good.replace('[http]', '[{ name: http, command: [], directory: nowhere, results: { junit: x } }]'),
    [
      ...at(
        '9:18',
        'suites.0.name: expected a name that gm1 has not given to a suite of its own, found http',
      ),
      ...at('9:33', 'suites.0.command: expected a program, found a list'),
    ],
  ],
  [
    'a declared suite of a folder and a wiki that are not there',
    good.replace(
      '[http]',
      '[{ name: cite, command: [npm, test], directory: nowhere, results: { junit: x }, wiki: otherwiki }]',
    ),
    [
      expect.stringMatching(
        /^environments\/small\.yaml:9:\d+: suites\.0\.directory: expected a folder \(there is none/,
      ),
      ...at('9:95', 'suites.0.wiki: expected one of testwiki, found otherwiki'),
    ],
  ],
  ['no suites', good.replace('[http]', '[]'), at('9:9', 'suites: expected at least one suite, found a list')],
  [
    'a name that is not the file’s',
    good.replace('name: small', 'name: large'),
    at('1:7', 'name: expected small, as the file is called, found large'),
  ],
  [
    'a key given twice',
    good.replace('name: small\n', 'name: small\nname: small\n'),
    at('2:1', 'the file: expected valid YAML, found Map keys must be unique'),
  ],
  [
    'an unclosed list',
    good.replace('[http]', '[http'),
    [
      expect.stringMatching(
        /^environments\/small\.yaml:\d+:\d+: the file: expected valid YAML, found Flow sequence/,
      ),
    ],
  ],
  [
    'an empty file',
    '',
    at('1:1', 'the file: expected a map with name, tracks, runtime, config, wikis and suites, found nothing'),
  ],
  [
    'a list',
    '- a\n',
    at('1:1', 'the file: expected a map with name, tracks, runtime, config, wikis and suites, found a list'),
  ],
  [
    'an alias without an anchor',
    good.replace('contained', '*c'),
    [expect.stringContaining('found Unresolved alias')],
  ],
  [
    'a tag',
    good.replace('contained', '!secret contained'),
    at('6:9', 'the file: expected valid YAML, found Unresolved tag: !secret'),
  ],
  [
    'a prototype',
    `${good}__proto__: { a: 1 }\n`,
    [expect.stringContaining(':10:1: __proto__: expected only the keys')],
  ],
];

describe('a definition is refused with place, expected and found', () => {
  test.each(mistakes)('%s', async (_, text, expected) => {
    expect(await problemsOf(text)).toEqual(expected);
  });

  test('every problem at once', async () => {
    const text = good
      .replace('name: small', 'name: 7')
      .replace('lang: en', 'lang: 1')
      .replace('[http]', '[1]');
    expect(await problemsOf(text)).toHaveLength(3);
  });
});

test('environments/definition.schema.json is the schema in force', async () => {
  const file = join(project, 'environments/definition.schema.json');
  if (process.env.GM1_UPDATE) await writeFile(file, JSON.stringify(definitionJsonSchema()));
  const stored: unknown = JSON.parse(await readFile(file, 'utf8'));
  expect(stored, 'GM1_UPDATE=1 npx vitest run harness/config && npm run format').toEqual(
    definitionJsonSchema(),
  );
});
