import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Waiver } from '../core/waiver.ts';
import { unwrap } from '../testing/unwrap.ts';
import { changeWaivers, loadWaivers, waiversFile } from './waivers-file.ts';
import { waiversJsonSchema } from './waivers-schema.ts';

const project = join(import.meta.dirname, '../..');
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-waivers-'));
  file = join(folder, 'waivers.yaml');
});

afterEach(() => rm(folder, { recursive: true }));

const text = `# Reviewed with the definitions.
waivers:
  - task: T1 # the old one
    owner: releng
    scope: log
    signature: "error · error · Something: broke #"
    reason: known since 1.43
    expires: 2026-12-31
  - { task: T2, owner: qte, scope: test, test: "api › a › b › api", signature: x, reason: y, expires: 2027-01-01 }
`;

const first: Waiver = {
  task: 'T1',
  owner: 'releng',
  scope: 'log',
  signature: 'error · error · Something: broke #',
  reason: 'known since 1.43',
  expires: '2026-12-31',
};

const second: Waiver = {
  task: 'T2',
  owner: 'qte',
  scope: 'test',
  test: 'api › a › b › api',
  signature: 'x',
  reason: 'y',
  expires: '2027-01-01',
};

describe('a file of waivers', () => {
  test('lies beside the definition', () => {
    expect(waiversFile('/project/environments/mine.yaml')).toBe('/project/environments/waivers.yaml');
  });

  test('is read', async () => {
    await writeFile(file, text);
    expect(unwrap(await loadWaivers(file))).toEqual([first, second]);
  });

  test.each([
    ['that is not there', undefined],
    ['that is empty', ''],
    ['of a comment', '# none\n'],
    ['of an empty list', 'waivers: []\n'],
  ])('%s has none', async (_, content) => {
    if (content !== undefined) await writeFile(file, content);
    expect(unwrap(await loadWaivers(file))).toEqual([]);
  });

  test('is refused with every problem and its place', async () => {
    await writeFile(
      file,
      `waivers:
  - task: T1
    scope: logs
    signature: ""
    expires: 2026-13-01
    until: never
  - { task: T2, owner: a, scope: test, signature: x, reason: y, expires: 2027-01-01 }
  - { task: T3, owner: a, scope: log, test: a, signature: x, reason: y, expires: 31.12.2027 }
  - nothing
`,
    );
    const loaded = await loadWaivers(file);
    const lines = loaded.ok
      ? []
      : loaded.failure.what.split('\n').map((line) => line.replace(`${file}:`, '').trim());
    expect(lines.filter(Boolean)).toEqual([
      'waivers.yaml has 10 problems:',
      '2:5: waivers.0.owner: expected who looks after it, found nothing',
      '2:5: waivers.0.reason: expected why it may ship, found nothing',
      '3:12: waivers.0.scope: expected log or test, found logs',
      '4:16: waivers.0.signature: expected the signature of the finding, found ""',
      '5:14: waivers.0.expires: expected the last day on which it holds, for example 2026-12-31, found 2026-13-01',
      '6:5: waivers.0.until: expected only the keys task, owner, scope, test, signature, reason, expires, found an unknown key',
      '7:5: waivers.1.test: expected the name of the test, for its scope is test, found nothing',
      '8:45: waivers.2.test: expected no test, for its scope is log, found a',
      '8:82: waivers.2.expires: expected the last day on which it holds, for example 2026-12-31, found 31.12.2027',
      '9:5: waivers.3: expected a map with task, owner, scope, signature, reason and expires, found nothing',
    ]);
  });

  test('names no finding twice', async () => {
    await writeFile(
      file,
      text.replace(
        'task: T2, owner: qte, scope: test, test: "api › a › b › api", signature: x',
        `task: T2, owner: qte, scope: log, signature: "${first.signature}"`,
      ),
    );
    expect(await loadWaivers(file)).toMatchObject({
      failure: {
        kind: 'usage',
        what: expect.stringContaining(':9:5: waivers.1: expected each finding once (T1 waives it already)'),
      },
    });
  });
});

describe('a change', () => {
  test('makes the file', async () => {
    await changeWaivers(file, { add: [first, second], remove: [] });
    expect(unwrap(await loadWaivers(file))).toEqual([first, second]);
    expect(await readFile(file, 'utf8')).toContain('  - task: T1\n    owner: releng\n    scope: log\n');
  });

  test('keeps comments and the form of what stays', async () => {
    await writeFile(file, text);
    await changeWaivers(file, { add: [{ ...first, task: 'T3', signature: 'other' }], remove: [second] });
    const changed = await readFile(file, 'utf8');
    expect(changed).toContain('# Reviewed with the definitions.\n');
    expect(changed).toContain('task: T1 # the old one\n');
    expect(changed).not.toContain('T2');
    expect(unwrap(await loadWaivers(file)).map(({ task }) => task)).toEqual(['T1', 'T3']);
  });

  test('puts a waiver in the place of that of the same finding', async () => {
    await writeFile(file, text);
    await changeWaivers(file, { add: [{ ...first, task: 'T9' }], remove: [] });
    expect(unwrap(await loadWaivers(file)).map(({ task }) => task)).toEqual(['T2', 'T9']);
  });

  test.each(['# none yet\n', 'waivers: []\n', 'waivers:\n'])('fills %j', async (content) => {
    await writeFile(file, content);
    await changeWaivers(file, { add: [first], remove: [] });
    expect(unwrap(await loadWaivers(file))).toEqual([first]);
  });

  test('writes every text so that it is read back', async () => {
    const odd = { ...first, signature: 'a: b #\n- "c" \\ \u202e ﬁ', reason: '@x %y ' };
    await changeWaivers(file, { add: [odd], remove: [] });
    expect(unwrap(await loadWaivers(file))).toEqual([{ ...odd, reason: '@x %y' }]);
  });
});

test('environments/waivers.yaml can be read', async () => {
  expect(await loadWaivers(join(project, 'environments/waivers.yaml'))).toMatchObject({ ok: true });
});

test('environments/waivers.schema.json is the schema in force', async () => {
  const schema = join(project, 'environments/waivers.schema.json');
  if (process.env.GM1_UPDATE) await writeFile(schema, JSON.stringify(waiversJsonSchema()));
  expect(JSON.parse(await readFile(schema, 'utf8')), 'set GM1_UPDATE=1 and format').toEqual(
    waiversJsonSchema(),
  );
});
