import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { type TestVerdict, testVerdicts } from '../core/comparison.ts';
import { personas } from '../core/environment-record.ts';
import type { TestChoice } from '../runners/test-choice.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption, repeatOption } from './options.ts';
import { testText } from './test-text.ts';
import { type TestRequest, testTrack } from './test-track.ts';
import type { AgainChoice } from './tests-again.ts';

const examples = `
--headed, --ui and --persona are for suites of Playwright, --wiki for those of webdriverio, too, --tests-of for upstream's;
without --suite those that cannot follow a choice are left out, and it is said which.

Examples:
  gm1 up && gm1 test --suite api browser
  gm1 test --grep 'undo|rollback'                    tests whose file or title matches, in any case
  gm1 test --last-failed                             what failed last time, alone
  gm1 test --run latest --verdict regressed          what regressed in a run, alone; any verdict of its report will do
  gm1 test --suite browser --grep upload --repeat 10 does it pass each time?
  gm1 test --suite browser --grep upload --headed    in a browser that can be seen
  gm1 test --suite browser --ui                      Playwright's page: run, watch and step through tests
  gm1 test --wiki testrtlwiki --persona newcomer     the same tests on another wiki, as somebody else
  gm1 test -e upstream --tests-of next               a second opinion: MediaWiki's own tests as next has them`;

export function testCommand(context: Context) {
  return new Command('test')
    .summary('run suites on an environment that is up')
    .description(
      'Runs the suites of a definition on one track that is up. Exit code 1 when a test failed. Says which tests of a suite ran last time and did not run now.',
    )
    .addOption(
      new Option('-t, --track <track>', 'which side')
        .choices(['train', 'next'] as const)
        .default('next' as const),
    )
    .addOption(new Option('-s, --suite <suite...>', 'just these suites'))
    .addOption(
      new Option('-g, --grep <regex>', 'just tests whose file or title matches').argParser(readPattern),
    )
    .addOption(new Option('--last-failed', 'just tests that failed last time').conflicts(['run', 'verdict']))
    .addOption(
      new Option('--verdict <verdict...>', 'just tests with these verdicts in the run of --run')
        .choices(testVerdicts)
        .implies({ run: 'latest' }),
    )
    .addOption(
      new Option(
        '--run <run>',
        'just tests of a recorded run: an id or latest; regressed ones without --verdict',
      ),
    )
    .addOption(repeatOption('run all of it so many times'))
    .addOption(new Option('--wiki <dbname>', 'the wiki of tests that name none, instead of testwiki'))
    .addOption(
      new Option('--persona <persona>', 'who acts where a test asks for a plain user').choices(personas),
    )
    .addOption(
      new Option(
        '--tests-of <track>',
        "upstream's suites as this track has them, not as the train does",
      ).choices(['train', 'next'] as const),
    )
    .addOption(new Option('--headed', 'in a browser that can be seen'))
    .addOption(new Option('--ui', "open Playwright's own page in your browser instead"))
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(
      exiting(context, async ({ json, ...options }) => {
        const tested = await testTrack(context, toRequest(context, options));
        if (!tested.ok) return finishFailed(context, tested.failure, json);
        const { attempts, outages } = tested.value;
        if (json) printJson(context, attempts);
        else if (!options.ui) context.stdout.write(testText(attempts, tested.value.resultsDirectory));
        const [outage] = outages;
        if (outage) return finishFailed(context, outage);
        return attempts.some(({ status }) => status === 'failed') ? 1 : 0;
      }),
    );
}

type Options = Omit<TestRequest, 'suites' | 'choice' | 'again'> &
  Omit<TestChoice, 'ui'> & {
    readonly suite?: readonly string[] | undefined;
    readonly lastFailed?: true | undefined;
    readonly run?: string | undefined;
    readonly verdict?: readonly TestVerdict[] | undefined;
    readonly ui?: true | undefined;
  };

function toRequest(
  context: Context,
  { suite, environment, track, lastFailed, run, verdict, repeat, ui, ...choice }: Options,
): TestRequest {
  const show = ui && ((address: string) => void showPage(context, address));
  const again = againChoice(lastFailed, run, verdict);
  return { suites: suite, environment, track, again, repeat, choice: { ...choice, ui: show } };
}

function againChoice(
  lastFailed: true | undefined,
  run: string | undefined,
  verdicts: readonly TestVerdict[] = ['regressed'],
): AgainChoice | undefined {
  if (lastFailed) return { kind: 'last failed' };
  return run === undefined ? undefined : { kind: 'recorded', run, verdicts };
}

async function showPage({ services, stderr }: Context, address: string): Promise<void> {
  const isOpen = await services.openBrowser(address);
  const how = isOpen ? 'is open in your browser' : 'is at the address below';
  stderr.write(`Playwright's page ${how}; Ctrl-C ends it.\n${address}\n`);
}

function readPattern(text: string): string {
  try {
    return new RegExp(text, 'i').source;
  } catch (error) {
    throw new InvalidArgumentError(`It is no regular expression (${error}).`);
  }
}
