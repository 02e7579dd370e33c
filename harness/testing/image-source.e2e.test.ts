import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { ImageBuilder } from '../image/builder.ts';
import { DockerImageBuilder } from '../providers/docker/docker-image-builder.ts';
import { connectEngine } from '../providers/docker/engine.ts';
import { systemCommand } from '../system/command.ts';
import { definitionYaml } from './definitions.ts';
import { ownedImages, removeImagesSince } from './real-engine.ts';
import { startRegistry } from './real-registry.ts';
import { type Ended, Rig } from './rig.ts';
import { unwrap } from './unwrap.ts';

const buildsSchema = z.tuple([
  z.object({
    kind: z.string(),
    reason: z.string(),
    version: z.string(),
    image: z.object({ ref: z.string(), digest: z.string() }),
    web: z.object({ ref: z.string() }).optional(),
    adopted: z.object({ ref: z.string(), digest: z.string() }).optional(),
    manifest: z.object({ checkouts: z.array(z.object({ repo: z.string(), commit_ref: z.string() })) }),
  }),
]);

const production = `gm1-test-${crypto.randomUUID().slice(0, 8)}/mediawiki:today`;
const signal = AbortSignal.timeout(600_000);
let rig: Rig;
let images: readonly string[];
let builder: ImageBuilder;
let version: string;
/** What gm1 keeps of an image is in the caches that other tests share. */
const adopted = new Set<string>();

beforeAll(async () => {
  rig = await Rig.create('shared');
  images = await ownedImages();
  builder = new DockerImageBuilder({
    connect: connectEngine,
    command: systemCommand,
    cache: join(rig.directory, 'layers'),
  });
  const train = await build('train', '{ debian: { suite: sid } }');
  version = train.version;
  await makeProductionImage(train.image.ref);
});

afterAll(async () => {
  await rig.gm1('down', '--environment', join(rig.directory, 'rig.yaml'));
  await execa('docker', ['rmi', production], { reject: false });
  for (const digest of adopted)
    await rm(join(rig.home, 'cache/images', digest.slice('sha256:'.length)), { recursive: true });
  await removeImagesSince(images);
  await rig[Symbol.asyncDispose]();
});

function define(next: string): Promise<string> {
  return rig.define('rig', definitionYaml({ next, suites: ['http'], languages: ['en', 'he'] }));
}

async function build(track: 'train' | 'next', next: string) {
  const environment = await define(next);
  const ended = await rig.gm1('build', '--track', track, '--environment', environment, '--json');
  expect(ended.exitCode, ended.stderr).toBe(0);
  const [record] = buildsSchema.parse(JSON.parse(ended.stdout));
  if (record.adopted) adopted.add(record.adopted.digest);
  return record;
}

/**
 * The train's code as production has it: no web server, PHP's own files, a pool on a socket, settings that call a
 * configuration of its own, and nothing of gm1's.
 */
async function makeProductionImage(train: string): Promise<void> {
  const directory = await mkdtemp(join(rig.directory, 'production-'));
  const files = {
    Containerfile: productionContainerfile(train),
    'www.conf': '[www]\nlisten = /run/php/fpm.sock\npm = static\npm.max_children = 2\n',
    'production.ini': 'auto_prepend_file = /srv/mediawiki/wmf-config/PhpAutoPrepend.php\n',
    'wikiversions.json': JSON.stringify({ enwiki: `php-${version}`, hewiki: `php-${version}` }),
    'refuse.php': '<?php\nexit( "production is not to run here" );\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  unwrap(await builder.fromContainerfile({ ref: production, directory, args: {}, labels: {}, signal }));
}

function productionContainerfile(train: string): string {
  return `FROM ${train}
USER root
RUN set -eu; \\
  rm -rf /usr/sbin/apache2 /usr/lib/apache2 /etc/apache2 /etc/php/gm1* /etc/php/*/*/conf.d/90-gm1.ini \\
    /usr/local/sbin/php-fpm /etc/gm1 /run/gm1 /srv/uploads /var/log/gm1; \\
  cd /srv/mediawiki; \\
  rm -rf multiversion wmf-config w docroot dblists deployment-info.json php-*/LocalSettings.php; \\
  rm -rf php-*/cache/l10n/*; echo junk > php-${version}/cache/l10n/l10n_cache-en.cdb; \\
  mkdir multiversion wmf-config w private; echo '<?php $wgSecretKey = "production";' > private/PrivateSettings.php
COPY www.conf /etc/php/8.4/fpm/pool.d/www.conf
COPY production.ini /etc/php/8.4/fpm/conf.d/99-production.ini
COPY wikiversions.json /srv/mediawiki/
COPY refuse.php /srv/mediawiki/wmf-config/CommonSettings.php
COPY refuse.php /srv/mediawiki/wmf-config/PhpAutoPrepend.php
COPY refuse.php /srv/mediawiki/multiversion/MWScript.php
COPY refuse.php /srv/mediawiki/w/production.php
ENTRYPOINT ["/bin/false"]
CMD ["php-fpm8.4", "--nodaemonize"]
`;
}

test('an image with production’s layout is started, and its wikis work', async () => {
  const record = await build('next', `{ image: "${production}" }`);
  expect(record).toMatchObject({
    kind: 'incremental',
    version,
    adopted: { ref: production },
    web: { ref: expect.stringMatching(/^gm1\/web:/) },
  });
  const up = await rig.gm1('up', '--environment', join(rig.directory, 'rig.yaml'), '--json');
  expect(up.exitCode, told(up)).toBe(0);
  const url = /"url": ?"([^"]+)"/.exec(up.stdout)?.[1] ?? '';
  const page = await fetch(`${url}/wiki/Main_Page`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Main Page');
  const file = await fetch(`${url}/static/${version}/resources/assets/poweredby_mediawiki.svg`);
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  expect((await fetch(`${url}/w/production.php`)).status).toBe(404);
  const info = await (await fetch(`${url}/w/deployment-info.php`)).text();
  expect(info).toContain(record.adopted?.digest);
});

test('what gm1 hides of it is not in what runs, and its code lies where it was', async () => {
  const { image } = await build('next', `{ image: "${production}" }`);
  const hidden = [
    'private',
    'w/production.php',
    'wmf-config/PhpAutoPrepend.php',
    `php-${version}/cache/l10n/l10n_cache-en.cdb`,
  ].map((path) => `/srv/mediawiki/${path}`);
  const listed = await execa('docker', ['run', '--rm', '--entrypoint', 'ls', image.ref, '-d', ...hidden], {
    reject: false,
  });
  expect(listed.stdout).toBe('');
  const sizes = await Promise.all([image.ref, production].map(sizeOf));
  expect((sizes[0] ?? 0) - (sizes[1] ?? 0)).toBeLessThan(20_000_000);
});

test('a run of the train against an image with the train’s code is go', async () => {
  const environment = await define(`{ image: "${production}" }`);
  const ended = await rig.gm1('run', '--environment', environment, '--json');
  expect(ended.exitCode, told(ended)).toBe(0);
  expect(JSON.parse(ended.stdout)).toMatchObject({ gate: { verdict: 'go' }, counts: { regressed: 0 } });
});

test('the same image by digest comes from its registry', async () => {
  const { api } = unwrap(await connectEngine());
  await using registry = await startRegistry(api, builder, { bytes: 900_000_000 });
  const { ref, digest } = unwrap(await builder.push(production, registry.host, signal));
  const pinned = `${ref.replace(/:[^:]*$/, '')}@${digest}`;
  await execa('docker', ['rmi', production, pinned], { reject: false });
  expect(unwrap(await builder.find(pinned))).toBeUndefined();
  const record = await build('next', `{ image: "${pinned}" }`);
  expect(record.adopted).toEqual({ ref: pinned, digest });
  expect(record.manifest.checkouts).toMatchObject([{ repo: pinned.split('@')[0], commit_ref: digest }]);
  await execa('docker', ['rmi', pinned], { reject: false });
});

async function sizeOf(image: string): Promise<number> {
  const { stdout } = await execa('docker', ['image', 'inspect', '--format', '{{.Size}}', image]);
  return Number(stdout);
}

function told(ended: Ended): string {
  return `${ended.stderr}\n${ended.stdout}`;
}
