import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { definitionYaml } from './definitions.ts';
import { type Fault, plantFault } from './faulty-tree.ts';
import { ownedImages, removeImagesSince } from './real-engine.ts';
import { Rig } from './rig.ts';
import { trainTree } from './train-tree.ts';

const languages = ['en', 'he'];
const projectRoot = join(import.meta.dirname, '../..');

/** A few tests of the suites, as a suite that somebody has declared: with all of them this would take half an hour. */
const suite = JSON.stringify({
  name: 'planted',
  command: [
    ...['node_modules/.bin/playwright', 'test', '--config'],
    'harness/testing/fixtures/planted/playwright.config.ts',
  ],
  directory: projectRoot,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: gm1 fills it in
  results: { allure: '${GM1_RESULTS}' },
});

const faults = {
  warning: {
    file: 'includes/actions/ViewAction.php',
    after: 'public function show() {',
    insert: "\n\t\t$planted = [];\n\t\t$value = $planted['planted-key'];",
  },
  deprecation: {
    file: 'includes/Storage/PageUpdater.php',
    after: 'public function saveRevision( CommentStoreComment $summary, int $flags = 0 ) {',
    insert: "\n\t\t( static function () { wfDeprecated( 'PlantedCall', '1.43' ); } )();",
  },
  job: {
    file: 'includes/jobqueue/jobs/RevertedTagUpdateJob.php',
    after: 'public function run() {',
    insert: "\n\t\tthrow new \\LogicException( 'planted in a job' );",
  },
  column: {
    file: 'includes/api/ApiQueryUsers.php',
    after: '$this->getQueryBuilder()->merge( User::newQueryBuilder( $db ) );',
    insert: "\n\t\t\t$this->addFields( 'planted_column' );",
  },
  script: {
    file: 'resources/src/mediawiki.special.search/search.js',
    after: ' * JavaScript for Special:Search\n */',
    insert: "\n$( () => { throw new TypeError( 'planted on search' ); } );",
  },
  mail: {
    file: 'includes/mail/EmailUser.php',
    after:
      '\t\t\treturn $targetStatus;\n\t\t}\n\n\t\t$senderUser = $this->userFactory->newFromAuthority( $this->sender );',
    insert: '\n\t\treturn StatusValue::newGood();',
  },
  hebrew: {
    file: 'includes/page/Article.php',
    after: 'public function view() {',
    insert:
      "\n\t\tif ( $this->getContext()->getLanguage()->getCode() === 'he' ) {" +
      "\n\t\t\ttrigger_error( 'planted in Hebrew', E_USER_WARNING );\n\t\t}",
  },
} satisfies Readonly<Record<string, Fault>>;

const finding = z.object({
  kind: z.literal('log'),
  verdict: z.string(),
  deprecation: z.boolean(),
  counts: z.object({ train: z.number(), next: z.number() }),
  example: z.looseObject({
    channel: z.string(),
    message: z.string(),
    service: z.string().optional(),
    test: z.string().optional(),
    correlation: z.string().optional(),
    requestId: z.string().optional(),
    request: z.object({ kind: z.string(), path: z.string(), status: z.number() }).optional(),
    wiki: z.string().optional(),
    step: z.string().optional(),
    place: z.string().optional(),
  }),
  origins: z.object({ tests: z.array(z.string()), wikis: z.array(z.string()) }),
});

const testFinding = z.object({
  name: z.string(),
  verdict: z.literal('regressed'),
  reason: z.string(),
  attribution: z.object({ cause: z.string() }),
});

const output = z.object({
  run: z.string(),
  gate: z.object({ verdict: z.string(), reasons: z.array(z.string()) }),
  logs: z.record(z.string(), z.number()),
  findings: z.array(z.unknown()),
  report: z.string(),
});

let rig: Rig;
let images: readonly string[];
let told: Awaited<ReturnType<typeof run>>;
let findings: readonly z.infer<typeof finding>[];

async function run(name: string, next: string, ...args: readonly string[]) {
  const yaml = definitionYaml({ next, suites: [suite], languages });
  const environment = await rig.define(name, yaml);
  const ended = await rig.gm1('run', '--environment', environment, '--json', ...args);
  const parsed = output.safeParse(JSON.parse(ended.stdout || 'null'));
  if (!parsed.success) throw new Error(`${z.prettifyError(parsed.error)}\n${ended.stderr}`);
  return { ...parsed.data, exitCode: ended.exitCode };
}

beforeAll(async () => {
  rig = await Rig.create('shared');
  images = await ownedImages();
  const tree = join(rig.directory, 'faulty');
  await plantFault(await trainTree(rig, languages), tree, ...Object.values(faults));
  told = await run('faulty', `{ directory: ${tree} }`);
  findings = told.findings.flatMap((one) => finding.safeParse(one).data ?? []);
});

afterAll(async () => {
  await removeImagesSince(images);
  await rig[Symbol.asyncDispose]();
});

test('each fault is one log finding, and nothing else is', () => {
  const { new: onlyNext, gone } = told.logs;
  expect({ new: onlyNext, gone }, JSON.stringify(findings, null, 2)).toEqual({ new: 6, gone: 1 });
});

test('the gate is no-go, and names the test that a fault broke', () => {
  expect([told.gate.verdict, told.exitCode]).toEqual(['no-go', 1]);
  const regressed = told.findings.flatMap((one) => testFinding.safeParse(one).data ?? []);
  expect(regressed.find(({ name }) => name.includes('a new account exists'))).toMatchObject({
    attribution: { cause: 'product' },
    reason: expect.stringMatching(/Train passed once more/),
  });
  // It breaks no test: by itself it would hold the train, too.
  expect(told.gate.reasons.join('\n')).toMatch(/^New in the logs: .*planted-key/m);
});

/** The finding of a fault, by what it says. */
function findingOf(text: RegExp) {
  const found = findings.filter(({ example }) => text.test(example.message));
  expect(found, `${text}\n${JSON.stringify(findings, null, 2)}`).toHaveLength(1);
  return found[0];
}

test('a warning in a page view names a page that was viewed', () => {
  expect(findingOf(/planted-key/)).toMatchObject({
    verdict: 'new',
    example: {
      channel: 'error',
      place: expect.stringMatching(/^includes\/actions\/ViewAction\.php:/),
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
      request: { kind: 'page view', status: 200 },
    },
    origins: {
      tests: expect.arrayContaining([
        expect.stringMatching(/^planted › browser\/read\.spec\.ts › a page shows its heading/),
        expect.stringMatching(/^planted › browser\/right-to-left\.spec\.ts › the Hebrew wiki/),
      ]),
    },
  });
});

test('a deprecated call is told by who calls, and as what blocks the next train', () => {
  expect(findingOf(/PlantedCall/)).toMatchObject({
    verdict: 'new',
    deprecation: true,
    example: {
      place: expect.stringMatching(/^includes\/Storage\/PageUpdater\.php:/),
      request: { kind: 'api' },
      correlation: 'exact',
    },
  });
});

test('an exception in a job is of the request and the test that brought the job about', () => {
  expect(findingOf(/planted in a job/)).toMatchObject({
    verdict: 'new',
    example: {
      channel: 'exception',
      service: 'jobrunner',
      test: expect.stringMatching(/^planted › api\/revert\.spec\.ts › a rollback takes back/),
      correlation: 'exact',
      request: { kind: 'api', path: expect.stringContaining('/w/api.php') },
    },
    origins: { tests: [expect.stringContaining('a rollback takes back')] },
  });
});

test('a failed query and the exception that it ended in are one', () => {
  expect(findingOf(/planted_column/)).toMatchObject({
    verdict: 'new',
    example: {
      channel: 'exception',
      test: expect.stringMatching(/^planted › api\/accounts\.spec\.ts › a new account exists/),
      place: expect.stringMatching(/^includes\/api\//),
    },
  });
});

test('an exception in a script is of the page that was asked for', () => {
  expect(findingOf(/planted on search/)).toMatchObject({
    verdict: 'new',
    example: {
      channel: 'browser',
      test: expect.stringMatching(/^planted › browser\/search\.spec\.ts › the search results/),
      wiki: 'testwiki',
      request: { kind: 'page view', path: expect.stringContaining('Special%3ASearch') },
    },
  });
});

test('a finding says which step of its test met it', () => {
  expect(findingOf(/planted on search/)?.example.step).toMatch(/^(?:Navigate|Expect|Click|Wait)/);
  expect(findingOf(/planted-key/)?.example.step).toMatch(/\w/);
});

test('a mail that is no longer sent is gone', () => {
  expect(findingOf(/A word with you/)).toMatchObject({
    verdict: 'gone',
    counts: { next: 0 },
    example: {
      channel: 'mail',
      test: expect.stringMatching(/^planted › api\/mail\.spec\.ts › a user writes to another/),
      request: { kind: 'api' },
      place: expect.stringMatching(/^includes\/mail\/EmailUser\.php:/),
    },
  });
});

test('an error only in Hebrew is of the Hebrew wiki', () => {
  expect(findingOf(/planted in Hebrew/)).toMatchObject({
    verdict: 'new',
    example: { request: { kind: 'page view' } },
    origins: { wikis: ['testrtlwiki'], tests: [expect.stringContaining('the Hebrew wiki is written')] },
  });
});

test('a failed test has its requests with what they logged, in the report and for Allure', async () => {
  const results = join(rig.home, 'runs', told.run, 'next/results/planted');
  const texts = await Promise.all(
    (await readdir(results))
      .filter((file) => file.endsWith('-attachment.txt'))
      .map((file) => readText(results, file)),
  );
  const ofFault = texts.filter(([, content]) => content.includes('planted_column'));
  const resultFiles = (await readdir(results)).filter((name) => name.endsWith('-result.json'));
  const contents = await Promise.all(resultFiles.map(async (name) => (await readText(results, name))[1]));
  for (const [file, text] of ofFault) {
    expect(text).toMatch(
      /^planted › api\/accounts\.spec\.ts › a new account exists .* › planted\nnext, (?:first|confirming) attempt, /,
    );
    expect(text).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} 200 POST \/w\/api\.php.* testwiki [0-9a-f]{32}\n {4}.* error app\/exception .*planted_column/m,
    );
    expect(contents.filter((content) => content.includes(`"source":"${file}"`))).toHaveLength(1);
  }
  expect(ofFault.filter(([, text]) => text.includes('first attempt'))).toHaveLength(1);
  const report = await readFile(told.report, 'utf8');
  expect(ofFault.filter(([file]) => report.includes(file))).toHaveLength(1);
});

async function readText(folder: string, file: string): Promise<readonly [string, string]> {
  return [file, await readFile(join(folder, file), 'utf8')];
}

test('train against train has no log finding', async () => {
  const control = await run('control', '{ debian: { suite: trixie } }', '--control');
  const { new: onlyNext, gone, raised, lowered } = control.logs;
  expect([onlyNext, gone, raised, lowered], JSON.stringify(control.findings, null, 2)).toEqual([0, 0, 0, 0]);
  expect([control.gate.verdict, control.exitCode]).toEqual(['go', 0]);
});
