import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDefinition } from '../config/load-definition.ts';
import type { Definition } from '../core/definition.ts';
import { DockerImageBuilder } from '../providers/docker/docker-image-builder.ts';
import { DockerSandbox } from '../providers/docker/docker-sandbox.ts';
import { connectEngine } from '../providers/docker/engine.ts';
import { versionDefinedIn } from '../source/directory-layout.ts';
import { stageTree } from '../source/stage.ts';
import { systemCommand } from '../system/command.ts';
import { writeWhole } from '../system/files.ts';
import { listTree, sha256 } from '../system/list-tree.ts';
import { debianTree } from '../testing/debian-tree.ts';
import type { ReleaseTree } from '../testing/git-farm.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { ensureRuntimeImages } from './ensure-image.ts';
import { rebuildLocalisation } from './rebuild-localisation.ts';

const projectRoot = join(import.meta.dirname, '../..');
const signal = AbortSignal.timeout(900_000);
const sandbox = new DockerSandbox(connectEngine);
let scratch: string;
let cache: string;
let definition: Definition;
let runtime: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gm1-rebuild-'));
  cache = join(scratch, 'cache');
  definition = unwrap(await loadDefinition('group-minus-1', projectRoot));
  const builder = new DockerImageBuilder({ connect: connectEngine, command: systemCommand, cache });
  const images = unwrap(await ensureRuntimeImages({ definition, projectRoot, builder, signal }));
  runtime = images.runtime.ref;
});

afterAll(() => rm(scratch, { recursive: true }));

/** The hash of each file that MediaWiki wrote. */
async function rebuild(version: string, { directory, entries }: ReleaseTree, languages: readonly string[]) {
  const parts = [{ directory, target: `php-${version}`, entries }];
  const fetched = { versions: [{ version, parts }], checkouts: [] };
  const staged = unwrap(await stageTree({ definition, config: definition.config, fetched, cache }));
  const hashes: Record<string, string> = {};
  const request = { definition, staged, runtime, cache, sandbox, signal, version, languages };
  const outcome = await rebuildLocalisation(request, async (made) => {
    for (const name of await readdir(made)) hashes[name] = sha256(await readFile(join(made, name), 'utf8'));
  });
  return { outcome, hashes };
}

/** Not the times: those are of now. */
async function copyTree({ directory, entries }: ReleaseTree): Promise<ReleaseTree> {
  const copy = join(cache, 'copy');
  await mkdir(cache, { recursive: true });
  const { exitCode, stderr } = await systemCommand.run('cp', ['-R', directory, copy]);
  if (exitCode !== 0) throw new Error(stderr);
  return { directory: copy, entries };
}

test('MediaWiki makes the caches of just the languages, the same from trees of other times and places', async () => {
  const kept = await debianTree('trixie');
  const copy = await copyTree(kept);
  const messages = ({ directory }: ReleaseTree) => join(directory, 'languages/i18n/he.json');
  expect((await stat(messages(copy))).mtimeMs).not.toBe((await stat(messages(kept))).mtimeMs);
  const version =
    versionDefinedIn(await readFile(join(kept.directory, 'includes/Defines.php'), 'utf8')) ?? '';
  const { outcome, hashes } = await rebuild(version, copy, ['he', 'yi']);
  expect(outcome).toEqual({ ok: true, value: undefined });
  expect(Object.keys(hashes).sort()).toEqual(['en.l10n.php', 'he.l10n.php', 'yi.l10n.php']);
  expect(new Set(Object.values(hashes)).size).toBe(3);
  expect((await rebuild(version, kept, ['he', 'yi'])).hashes).toEqual(hashes);
  expect(await listTree(copy.directory)).toEqual(copy.entries);
  expect(await readdir(join(cache, 'l10n'))).toEqual([]);
});

test.each([
  ['a syntax error', '<?php\nif ( {\n', /: (PHP )?Parse error: .* in \S+maintenance\/run\.php on line 2/],
  [
    'an error deep below',
    `<?php\nfunction f( $n ) { $n ? f( $n - 1 ) : throw new Error( 'No class X' ); }\nf( 20 );\n`,
    /: (PHP )?Fatal error: +Uncaught Error: No class X in \S+maintenance\/run\.php:2/,
  ],
])('of %s in a tree, what PHP says is handed on', async (_what, code, words) => {
  const directory = await mkdtemp(join(scratch, 'tree-'));
  await writeWhole(join(directory, 'maintenance/run.php'), code);
  const tree = { directory, entries: await listTree(directory) };
  const { outcome, hashes } = await rebuild('1.43.9', tree, ['he']);
  expect(sentenceOf(outcome)).toMatch(
    /^The localisation cache of MediaWiki 1\.43\.9 could not be built\. rebuildLocalisationCache ended with exit code 255: /,
  );
  expect(sentenceOf(outcome)).toMatch(words);
  expect(hashes).toEqual({});
  expect(await readdir(join(cache, 'l10n'))).toEqual([]);
});
