import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../core/failure.ts';
import { writeWhole } from '../system/files.ts';
import { listTree } from '../system/list-tree.ts';
import { clean, type Files, planted, privateKey } from '../testing/planted-files.ts';
import { sentenceOf } from '../testing/unwrap.ts';
import { auditLayer } from './audit-layer.ts';

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gm1-audit-layer-'));
});

afterAll(async () => {
  await rm(scratch, { recursive: true });
});

/** A layer of the files that belong into the staging directory. */
async function layerOf(files: Files) {
  const directory = await mkdtemp(join(scratch, 'layer-'));
  for (const [path, content] of Object.entries(files)) {
    const [, below] = /^srv\/mediawiki\/(.*)$/s.exec(path) ?? [];
    if (below !== undefined) await writeWhole(join(directory, below), content);
  }
  return [{ directory, target: '', entries: await listTree(directory) }];
}

async function audit(files: Files, counts = (_path: string) => true): Promise<Outcome<void>> {
  return auditLayer({ ref: 'gm1/mediawiki:x', layer: await layerOf(files), counts });
}

describe('a layer', () => {
  test('of MediaWiki alone passes', async () => {
    expect(await audit(clean)).toEqual({ ok: true, value: undefined });
  });

  test.each(Object.entries(planted))('is refused for what must not be in it: %s', async (_, things) => {
    const staged = things.filter(([, path]) => path.startsWith('srv/mediawiki/'));
    const files = { ...clean, ...Object.fromEntries(staged.map(([, path, content]) => [path, content])) };
    const found = /must not be in one: (.*)\. Remove it from/.exec(sentenceOf(await audit(files)))?.[1];
    const expected = staged.map(
      ([what, path]) => `${what}: /${path.replace(/(?<=\.git|\.ssh)\/.*/, '').replace('\n', '?')}`,
    );
    expect(found?.split('; ').toSorted()).toEqual(expected.toSorted());
  });

  test('may hold in what does not count whatever its names allow', async () => {
    const files = { 'srv/mediawiki/cache/l10n/en.cdb': privateKey };
    expect((await audit(files, (path) => !path.startsWith('cache/'))).ok).toBe(true);
    expect((await audit(files)).ok).toBe(false);
  });

  test('is no text where a byte is zero', async () => {
    expect((await audit({ 'srv/mediawiki/font.woff': `\0${privateKey}` })).ok).toBe(true);
  });

  test('is refused when a file is not the one that was packed', async () => {
    const layer = await layerOf(clean);
    await writeFile(join(layer[0]?.directory ?? '', 'php-1.43.9/includes/a.php'), 'other');
    expect(sentenceOf(await auditLayer({ ref: 'x', layer, counts: () => true }))).toMatch(
      /a\.php changed while the image was being built\. Build again/,
    );
  });
});
