import type { Definition, SuiteName } from '../core/definition.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Runner } from '../runners/runner.ts';
import type { TestChoice } from '../runners/test-choice.ts';

type Takes = Pick<Runner, 'takes'>;

const testOptions = ['grep', 'wiki', 'persona', 'testsOf', 'headed', 'ui'] as const;

export interface ChosenSuites {
  readonly suites: readonly SuiteName[];
  /** What is left out although nobody said so. */
  readonly notices: readonly string[];
}

/** The suites that were named, all when none were; of these just the ones whose tool can follow the choice. */
export function chooseSuites(
  definition: Definition,
  names: readonly string[] | undefined,
  choice: TestChoice,
  runners: Readonly<Partial<Record<SuiteName, Takes>>>,
): Outcome<ChosenSuites> {
  const unknown = findUnknown(definition, names, choice.wiki);
  if (unknown) return failed(unknown);
  const candidates = definition.suites.filter((suite) => !names || names.includes(suite));
  const able = candidates.filter((suite) => refusedBy(runners[suite], choice).length === 0);
  const unable = candidates.filter((suite) => !able.includes(suite));
  const options = [...new Set(unable.flatMap((suite) => refusedBy(runners[suite], choice)))];
  const sentence = `${options.join(' and ')} ${options.length > 1 ? 'are' : 'is'} not for`;
  if (unable.length > 0 && (names || able.length === 0)) {
    return usage(`${sentence} the suite ${unable.join(', ')}.`, 'Leave it out, or name other suites.');
  }
  if (choice.ui && able.length > 1) {
    return usage('--ui shows one suite.', `Name it with --suite: ${able.join(', ')}.`);
  }
  const notices = unable.length > 0 ? [`${sentence} ${unable.join(', ')}: left out.`] : [];
  return ok({ suites: able, notices });
}

function findUnknown(
  { name, suites, wikis }: Definition,
  names: readonly string[] | undefined,
  wiki: string | undefined,
) {
  const suite = names?.find((asked) => !suites.some((known) => known === asked));
  if (suite !== undefined) return unknownPart(name, 'suite', suite, suites);
  const dbnames = wikis.map(({ dbname }) => dbname);
  return wiki === undefined || dbnames.includes(wiki) ? undefined : unknownPart(name, 'wiki', wiki, dbnames);
}

function unknownPart(environment: string, kind: string, asked: string, known: readonly string[]) {
  return {
    kind: 'usage' as const,
    what: `The environment ${environment} has no ${kind} "${asked}".`,
    next: `It has: ${known.join(', ')}.`,
  };
}

function refusedBy({ takes }: Takes = { takes: [] }, choice: TestChoice): readonly string[] {
  const refused = testOptions.filter((option) => choice[option] !== undefined && !takes.includes(option));
  return refused.map((option) => `--${option === 'testsOf' ? 'tests-of' : option}`);
}

function usage(what: string, next: string): Outcome<never> {
  return failed({ kind: 'usage', what, next });
}
