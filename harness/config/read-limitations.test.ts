import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { readLimitations } from './read-limitations.ts';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-limitations-'));
});

afterAll(() => rm(root, { recursive: true }));

async function read(name: string, text: string) {
  await mkdir(join(root, name, 'wmf-config'), { recursive: true });
  await writeFile(join(root, name, 'wmf-config/extensions-off.json'), text);
  return readLimitations(join(root, name));
}

test('lists what is off and what is stubbed, in the order of the file', async () => {
  const text = JSON.stringify({
    extensions: { Score: 'needs LilyPond' },
    parts: { 'ConfirmEdit/hCaptcha': 'asks outside' },
    stubs: { mail: 'caught' },
  });
  expect(unwrap(await read('good', text))).toEqual([
    { what: 'Score', why: 'needs LilyPond' },
    { what: 'ConfirmEdit/hCaptcha', why: 'asks outside' },
    { what: 'mail', why: 'caught' },
  ]);
});

test('lists nothing for a configuration without that file', async () => {
  expect(unwrap(await readLimitations(join(root, 'none')))).toEqual([]);
});

test.each([
  ['no JSON', 'Score'],
  ['a key that PHP does not read', '{ "gadgets": {} }'],
  ['a reason that is none', '{ "extensions": { "Score": true } }'],
])('refuses %s', async (_, text) => {
  const outcome = await read('bad', text);
  expect(sentenceOf(outcome)).toContain('bad/wmf-config/extensions-off.json does not list what is off.');
});

test('what the contained configuration leaves out has reasons', async () => {
  const folder = join(import.meta.dirname, '../../environments/contained');
  const limitations = unwrap(await readLimitations(folder));
  expect(limitations.map(({ what }) => what)).toContain('mail');
  expect(limitations.every(({ why }) => why.length > 10)).toBe(true);
});
