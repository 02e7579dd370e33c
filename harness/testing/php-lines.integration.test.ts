import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadDefinition } from '../config/load-definition.ts';
import { readLogs } from '../evidence/read-logs.ts';
import { ensureRuntimeImages } from '../image/ensure-image.ts';
import { DockerImageBuilder } from '../providers/docker/docker-image-builder.ts';
import { DockerSandbox } from '../providers/docker/docker-sandbox.ts';
import { connectEngine } from '../providers/docker/engine.ts';
import { systemCommand } from '../system/command.ts';
import { unwrap } from './unwrap.ts';

const project = join(import.meta.dirname, '../..');
const signal = AbortSignal.timeout(300_000);

const sandbox = new DockerSandbox(connectEngine);
let image: string;
let folder = '';

beforeAll(async () => {
  const definition = unwrap(await loadDefinition('group-minus-1', project));
  const cache = await mkdtemp(join(tmpdir(), 'gm1-php-lines-cache-'));
  const builder = new DockerImageBuilder({ connect: connectEngine, command: systemCommand, cache });
  const images = unwrap(await ensureRuntimeImages({ definition, projectRoot: project, builder, signal }));
  image = images.runtime.ref;
  await rm(cache, { recursive: true, force: true });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-php-lines-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs this with PHP, where `append` appends a line of a record with this message and more. */
async function php(code: string, processes = 1): Promise<void> {
  const script = [
    'lines=$(mktemp)',
    'cat > "$lines" << "PHP"',
    '<?php',
    "require '/logging/JsonLines.php';",
    'function append( string $message, array $more = [] ): void {',
    "  $common = [ 'time' => Gm1\\JsonLines::now(), 'channel' => 'planted', 'level' => 'warning' ];",
    "  Gm1\\JsonLines::append( 'mediawiki.ndjson', $common + [ 'message' => $message ] + $more );",
    '}',
    code,
    'PHP',
    `for i in $(seq ${processes}); do php -d apc.enable_cli=1 "$lines" "$i" & pids="\${pids:-} $!"; done`,
    'for pid in $pids; do wait "$pid"; done',
    'chmod -R a+rwX /var/log/gm1',
  ].join('\n');
  const readable = { [join(project, 'environments/contained/wmf-config/logging')]: '/logging' };
  const job = { image, script, folders: { [folder]: '/var/log/gm1' }, readable, network: false, signal };
  const { exitCode, output } = unwrap(await sandbox.run(job));
  expect(exitCode, output).toBe(0);
}

test('50,000 lines of four processes at once are all there, each whole', async () => {
  await php(
    "for ( $i = 0; $i < 12500; $i++ ) { append( str_repeat( 'x', $i % 2000 ), [ 'reqId' => \"{$argv[1]}-$i\" ] ); }",
    4,
  );
  const { records, unreadable, dropped } = await readLogs(folder, 'next');
  expect({ unreadable, dropped }).toEqual({ unreadable: 0, dropped: 0 });
  expect(new Set(records.map(({ requestId }) => requestId)).size).toBe(50_000);
});

test('a message of 12 MB of binary garbage is cut, and says by how much', async () => {
  await php('append( str_repeat( "\\xff\\x00y", 4000000 ) ); append( "after" );');
  const { records, unreadable } = await readLogs(folder, 'next');
  expect(unreadable).toBe(0);
  expect(records.map(({ message }) => message.length < 70_000)).toEqual([true, true]);
  expect(records[0]?.message).toMatch(/… \(11934464 more bytes\)$/);
});

test('lines that cannot be written are counted, and told of as soon as that can be done', async () => {
  await mkdir(join(folder, 'mediawiki.ndjson'));
  await php(
    "append( 'a' ); append( 'b' ); rmdir( '/var/log/gm1/mediawiki.ndjson' ); append( 'c' ); append( 'd' );",
  );
  expect(await readFile(join(folder, 'lost.ndjson'), 'utf8')).toMatch(/^\{"time":"[^"]*","lost":2,[^\n]*\n$/);
  const { records, dropped } = await readLogs(folder, 'next');
  expect({ messages: records.map(({ message }) => message), dropped }).toEqual({
    messages: ['c', 'd'],
    dropped: 2,
  });
});

test('half a UTF-8 letter and a value that is no JSON spoil no line', async () => {
  await php(
    'append( "gr\\xc3", [ "context" => (object)[ "n" => NAN, "r" => fopen( "php://memory", "r" ) ] ] );',
  );
  const { records, unreadable } = await readLogs(folder, 'next');
  expect({ messages: records.map(({ message }) => message), unreadable }).toEqual({
    messages: ['gr�'],
    unreadable: 0,
  });
});
