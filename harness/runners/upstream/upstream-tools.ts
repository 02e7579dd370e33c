import { failed, type Outcome, ok } from '../../core/failure.ts';
import type { Track } from '../../core/track.ts';
import type { UpstreamTests } from '../../core/upstream-tests.ts';
import type { Command } from '../../system/command.ts';
import type { Env } from '../find-program.ts';
import type { SuiteJob } from '../runner.ts';
import { installPackages, packagesOf } from './install-packages.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

export interface UpstreamTools {
  readonly command: Command;
  readonly env: Env;
  /** `Home.cache`. */
  readonly cache: string;
  /** The tests at the revision of a track, whichever is tested with them. */
  tests(of: Track, signal: AbortSignal): Promise<Outcome<UpstreamTests>>;
}

export interface Prepared extends AsyncDisposable {
  readonly workspace: Workspace;
  /** With `node_modules`. */
  readonly packages: string;
  readonly needsChromeDriver: boolean;
}

/** Lets the tests of one kind and all that they need be there; from then on no network is needed. */
export async function prepareUpstream(
  tools: UpstreamTools,
  kind: 'selenium' | 'api-testing',
  { choice, signal }: Pick<SuiteJob, 'choice' | 'signal'>,
): Promise<Outcome<Prepared>> {
  const tests = await tools.tests(choice?.testsOf ?? 'train', signal);
  if (!tests.ok) return tests;
  const { version } = tests.value;
  const files = tests.value.files.filter(({ to }) => kindOf(to) === kind);
  if (files.length === 0) return failed(hasNone(kind, version));
  const belonging = packagesOf(version);
  const packages = await installPackages(belonging, tools.cache, tools.command, signal);
  if (!packages.ok) return packages;
  const workspace = await makeWorkspace({ files }, packages.value);
  return ok({
    workspace,
    packages: packages.value,
    needsChromeDriver: belonging.needsChromeDriver,
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  });
}

/** The wiki that upstream's suites may fill, with what MediaWiki's DevelopmentSettings.php sets. */
export function developmentWiki({ endpoints, choice, suite }: SuiteJob): Outcome<string> {
  const { wikis, environment } = endpoints;
  const wiki =
    wikis.find(({ dbname }) => dbname === choice?.wiki) ?? wikis.find(({ shape }) => shape === 'development');
  if (wiki) return ok(wiki.dbname);
  return failed({
    kind: 'usage',
    what: `The environment ${environment} has no wiki of shape development, which the suite ${suite} needs.`,
    next: 'Give its definition one, for example "testdevwiki: { lang: en, shape: development }", or use environments/upstream.yaml.',
  });
}

function kindOf(path: string): string | undefined {
  return /^(?:[^/]+\/[^/]+\/)?tests\/([^/]+)\//.exec(path)?.[1];
}

function hasNone(kind: string, version: string) {
  return {
    kind: 'infrastructure' as const,
    what: `MediaWiki ${version} has no tests/${kind}.`,
    next: 'Leave this suite out of the definition.',
  };
}
