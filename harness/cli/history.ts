import { Command } from '@commander-js/extra-typings';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { episodeJson, historyJson } from './history-json.ts';
import { type MonthHistory, monthHistory } from './history-month.ts';
import { historyEnvironment } from './history-of-environment.ts';
import { historyText } from './history-text.ts';
import { monthText } from './month-text.ts';
import { environmentOption, jsonOption } from './options.ts';
import { subjectHistory } from './subject-history.ts';
import { withIndex } from './with-index.ts';

const description =
  'Of a test or a signature: first seen, last green, nights red, flake rate, duration, the first bad build with what ' +
  'differs from the last good one, and which train would have carried it when. Of a month: what was found, and how much ' +
  'of it before the test wikis had it. Control runs are left out.';

const examples = `
Examples:
  gm1 history "api › edit.spec.ts › saves an edit › api"
  gm1 history "saves an edit"      a part that no other name has is enough
  gm1 history "error · exception · TypeError"
  gm1 history --month 2026-11`;

export function historyCommand(context: Context) {
  return new Command('history')
    .summary('what the runs on record say of a test, a signature or a month')
    .description(description)
    .argument('[name]', 'of a test, or the signature of a log line or a failure')
    .option('--month <month>', 'what was found in a month, for example 2026-11')
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(
      exiting(context, async (name, { month, environment, json = false }) => {
        const output = await ask(context, name, month, environment);
        if (!output.ok) return finishFailed(context, output.failure, json);
        if (json) printJson(context, output.value.json);
        else context.stdout.write(output.value.text);
        return 0;
      }),
    );
}

interface HistoryOutput {
  readonly json: object;
  readonly text: string;
}

async function ask(
  context: Context,
  name: string | undefined,
  month: string | undefined,
  asked: string,
): Promise<Outcome<HistoryOutput>> {
  const mistake = mistakeIn(name, month);
  if (mistake) return failed(mistake);
  const environment = await historyEnvironment(context, asked);
  if (!environment.ok) return environment;
  return withIndex(context, false, async (index) => {
    if (month !== undefined) {
      const found = await monthHistory(context, index, environment.value, month);
      return found.ok ? ok({ json: monthJson(found.value), text: monthText(found.value) }) : found;
    }
    const found = await subjectHistory(context, index, environment.value, name ?? '');
    return found.ok ? ok({ json: historyJson(found.value), text: historyText(found.value) }) : found;
  });
}

function mistakeIn(name: string | undefined, month: string | undefined): Failure | undefined {
  const next = 'For example: gm1 history "saves an edit", or gm1 history --month 2026-11.';
  if (!name && month === undefined)
    return { kind: 'usage', what: 'A test, a signature or a month is needed.', next };
  if (name && month !== undefined)
    return { kind: 'usage', what: 'A month has no test of its own.', next: 'Give a name or --month.' };
  if (month !== undefined && !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month))
    return { kind: 'usage', what: `${JSON.stringify(month)} is no month.`, next: 'Write it as 2026-11.' };
  return undefined;
}

function monthJson({ finds, ...rest }: MonthHistory): object {
  return {
    ...rest,
    finds: finds.map(({ subject: { kind, name }, episode, isAgain, lead }) => ({
      kind,
      name,
      ...episodeJson(episode),
      isAgain,
      ...(lead && { lead }),
    })),
  };
}
