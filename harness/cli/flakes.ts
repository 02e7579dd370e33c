import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { countOf } from '../../reports/model/measures.ts';
import { plainLine } from '../../reports/model/plain-text.ts';
import { type Outcome, ok } from '../core/failure.ts';
import { type FlakeRate, flakeRate } from '../history/flake-rate.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { expectRuns, historyEnvironment } from './history-of-environment.ts';
import { rateText } from './history-text.ts';
import { environmentOption, jsonOption } from './options.ts';
import { tableText } from './table-text.ts';
import { withIndex } from './with-index.ts';

/** What `gm1 flakes` says. */
interface Flakes {
  readonly environment: string;
  readonly days: number;
  readonly runs: number;
  /** The surest first. */
  readonly tests: readonly { readonly name: string; readonly next: FlakeRate; readonly train: FlakeRate }[];
}

export function flakesCommand(context: Context) {
  return new Command('flakes')
    .summary('the tests that failed and then passed, how often, and how sure that is')
    .description(
      'Lists the tests that were flaky on either track: failed, then passed in an attempt that confirms. The rate is of ' +
        'the runs in which the test passed in the end; the interval holds the true rate in 19 of 20 cases.',
    )
    .option('--days <days>', 'of the last so many days', wholeDays, 30)
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 flakes --days 60')
    .action(
      exiting(context, async ({ days, environment, json = false }) => {
        const found = await findFlakes(context, environment, days);
        if (!found.ok) return finishFailed(context, found.failure, json);
        if (json) printJson(context, found.value);
        else context.stdout.write(flakesText(found.value));
        return 0;
      }),
    );
}

/** For commander, which says the rest of the sentence. */
function wholeDays(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no number of days.');
}

const day = 86_400_000;

async function findFlakes(context: Context, asked: string, days: number): Promise<Outcome<Flakes>> {
  const environment = await historyEnvironment(context, asked);
  if (!environment.ok) return environment;
  const { name } = environment.value;
  const now = context.services.clock.now().getTime();
  // Runs that start while this is asked belong to it, too.
  const bounds = { from: new Date(now - days * day).toISOString(), to: new Date(now + day).toISOString() };
  return withIndex(context, false, async (index) => {
    const hasRuns = await expectRuns(index, environment.value);
    if (!hasRuns.ok) return hasRuns;
    const stretch = { environment: name, ...bounds };
    const tests = (await index.flakyTests(stretch)).map((test) => ({
      name: test.name,
      next: flakeRate(test.next),
      train: flakeRate(test.train),
    }));
    const runs = Object.values(await index.gates(stretch)).reduce((sum, count) => sum + count, 0);
    return ok({ environment: name, days, runs, tests: tests.sort(bySureness) });
  });
}

/** By the rate that it has at the least. */
function bySureness(a: Flakes['tests'][number], b: Flakes['tests'][number]): number {
  const least = ({ next, train }: typeof a) => Math.max(next.low, train.low);
  return least(b) - least(a) || (a.name < b.name ? -1 : 1);
}

function flakesText({ environment, days, runs, tests }: Flakes): string {
  const what = tests.length === 0 ? 'No test' : countOf(tests.length, 'test');
  const verb = tests.length > 1 ? 'were' : 'was';
  const headline = `${what} of ${environment} ${verb} flaky in the last ${countOf(days, 'day')} (${countOf(runs, 'run')}).\n`;
  if (tests.length === 0) return headline;
  const rows = tests.map(({ name, next, train }) => [rateText(next), rateText(train), plainLine(name)]);
  return `${headline}\n${tableText([['NEXT (95 % INTERVAL)', 'TRAIN', 'TEST'], ...rows])}`;
}
