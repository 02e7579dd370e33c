import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDefinition } from '../config/load-definition.ts';
import { ensureRuntimeImages } from '../image/ensure-image.ts';
import { DockerImageBuilder } from '../providers/docker/docker-image-builder.ts';
import { DockerSandbox } from '../providers/docker/docker-sandbox.ts';
import { connectEngine } from '../providers/docker/engine.ts';
import { systemCommand } from '../system/command.ts';
import { unwrap } from '../testing/unwrap.ts';

const project = join(import.meta.dirname, '../..');
const signal = AbortSignal.timeout(300_000);

/** Of the wikis only `testwiki` is known: `loose` has no version, `gone` is not of this environment. */
const wikiversions = { testwiki: 'php-1.45.0-wmf.1', gone: 'php-next' };
const farm = {
  wikis: {
    testwiki: { url: 'http://127.0.0.1:8001', lang: 'en', shape: 'wikipedia' },
    loose: { url: 'http://127.0.0.1:8002', lang: 'en', shape: 'wikipedia' },
  },
};
const infoOf = (branch: string) => [{ repo: 'mediawiki/core', branch, commit_ref: 'c' }];
const info = { common: [], versions: { '1.45.0-wmf.1': infoOf('wmf/1'), next: infoOf('wmf/next') } };

const known = '127.0.0.1:8001';
const web = (host: string, script = 'index.php', query = '') => `web.php ${host} ${script} '${query}'`;
const mwscript = (wiki: string) => `multiversion/MWScript.php version --wiki=${wiki}`;
const deployed = web(known, 'deployment-info.php');
const deployedOf = (version: string, branch: string) =>
  `${JSON.stringify({ dbname: 'testwiki', version, branch, checkouts: infoOf(branch) })} 200`;
const noWiki = (host: string) => `No wiki of this environment is at ${host}. 404`;
const malformed = (value: string) => `FORCE_MW_VERSION is not a version: ${JSON.stringify(value)}`;

type Case = readonly [what: string, forced: string | undefined, php: string, expected: string];

const refusals = ['php-next', '../next', 'Next', 'next\n', '0', ' '];

const readMalformed = `-r 'require "multiversion/WikiVersions.php"; try { new Gm1\\WikiVersions( "malformed", null ); } catch ( RuntimeException $e ) { echo $e->getMessage(); }'`;

const cases: readonly Case[] = [
  ['a page of a known wiki', undefined, web(known), '1.45.0-wmf.1 200'],
  ['a page of a known wiki', '', web(known), '1.45.0-wmf.1 200'],
  ['a page of a known wiki', 'next', web(known), 'next 200'],
  ['a page of a known wiki', 'master', web(known), 'this image has no php-master 500'],
  ...refusals.map((value): Case => ['a page of a known wiki', value, web(known), `${malformed(value)} 500`]),
  ['a script on a known wiki', undefined, mwscript('testwiki'), 'ran 1.45.0-wmf.1'],
  ['a script on a known wiki', '', mwscript('testwiki'), 'ran 1.45.0-wmf.1'],
  ['a script on a known wiki', 'next', mwscript('testwiki'), 'ran next'],
  [
    'a script on a known wiki',
    'master',
    mwscript('testwiki'),
    'MWScript: this image has no php-master exit 2',
  ],
  ...refusals.map(
    (value): Case => [
      'a script on a known wiki',
      value,
      mwscript('testwiki'),
      `MWScript: ${malformed(value)} exit 2`,
    ],
  ),
  ...[undefined, '', 'next', 'master', '../next'].flatMap((forced): Case[] => [
    ['a page of a wiki that has no version', forced, web('127.0.0.1:8002'), noWiki('127.0.0.1:8002')],
    ['a page of no wiki', forced, web('elsewhere'), noWiki('elsewhere')],
    ...['gone', 'loose', 'nowhere'].map(
      (wiki): Case => [
        'a script on an unknown wiki',
        forced,
        mwscript(wiki),
        `MWScript: there is no wiki ${wiki}; there are: testwiki, loose exit 2`,
      ],
    ),
  ]),
  ['what a known wiki is built from', undefined, deployed, deployedOf('1.45.0-wmf.1', 'wmf/1')],
  ['what a known wiki is built from', 'next', deployed, deployedOf('next', 'wmf/next')],
  ['what a known wiki is built from', 'master', deployed, '{} 404'],
  ['what a known wiki is built from', '../next', deployed, `${malformed('../next')} 500`],
  [
    'what all is built from',
    'master',
    web(known, 'deployment-info.php', 'all'),
    `${JSON.stringify(info)} 200`,
  ],
  [
    'a malformed wikiversions.json',
    undefined,
    readMalformed,
    'malformed/wikiversions.json: testwiki has no value of the form php-<version>',
  ],
  [
    'what an unknown wiki is built from',
    'next',
    web('elsewhere', 'deployment-info.php'),
    noWiki('elsewhere'),
  ],
];

const runner = "<?php echo 'ran ', MWMultiVersion::instance()->version();";
const page = '<?php echo MWMultiVersion::instance()->version();';
const webRequest = `<?php
[ , $_SERVER['HTTP_HOST'], $script, $query ] = $argv;
parse_str( $query, $_GET );
register_shutdown_function( static fn () => print( ' ' . ( http_response_code() ?: 200 ) ) );
require "/stage/w/$script";
`;

let scratch: string;
let answers: readonly string[];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gm1-force-'));
  await stage();
  const definition = unwrap(await loadDefinition('group-minus-1', project));
  const builder = new DockerImageBuilder({ connect: connectEngine, command: systemCommand, cache: scratch });
  const { runtime } = unwrap(
    await ensureRuntimeImages({ definition, projectRoot: project, builder, signal }),
  );
  const calls = cases.map(([, forced, php]) => call(forced, php));
  const script = [
    'mkdir -p /etc/gm1; cp /stage/farm.json /stage/secrets.json /etc/gm1',
    'cd /stage',
    ...calls,
  ];
  const sandbox = new DockerSandbox(connectEngine);
  const { output } = unwrap(
    await sandbox.run({
      image: runtime.ref,
      script: script.join('\n'),
      readable: { [scratch]: '/stage' },
      network: false,
      signal,
    }),
  );
  answers = output
    .split('=== ')
    .slice(1)
    .map((text) => text.trim().replaceAll(/\s+/g, ' '));
});

afterAll(() => rm(scratch, { recursive: true }));

test('answers every case', () => {
  expect(answers).toHaveLength(cases.length);
});

test.each(cases.map((each, index) => [index, ...each] as const))(
  '%i: %s with FORCE_MW_VERSION %j (%s) is %j',
  (index, _what, _forced, _php, expected) => {
    expect(answers[index]).toBe(expected);
  },
);

function call(forced: string | undefined, php: string): string {
  const env = forced === undefined ? '-u FORCE_MW_VERSION' : `FORCE_MW_VERSION='${forced}'`;
  const ending = php.startsWith('web.php') ? 'true' : 'echo " exit $?"';
  return `printf '=== '; env ${env} php -d log_errors=0 ${php} 2>&1 || ${ending}`;
}

async function stage(): Promise<void> {
  for (const folder of ['multiversion', 'w'])
    await cp(join(project, 'environments/contained', folder), join(scratch, folder), { recursive: true });
  const files = {
    'farm.json': JSON.stringify(farm),
    'secrets.json': '{}',
    'web.php': webRequest,
    'wikiversions.json': JSON.stringify(wikiversions),
    'malformed/wikiversions.json': '{"testwiki": "php-../x"}',
    'deployment-info.json': JSON.stringify(info),
    'php-1.45.0-wmf.1/index.php': page,
    'php-1.45.0-wmf.1/maintenance/run.php': runner,
    'php-next/index.php': page,
    'php-next/maintenance/run.php': runner,
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(scratch, path)), { recursive: true });
    await writeFile(join(scratch, path), content);
  }
}
