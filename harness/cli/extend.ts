import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { leaseHours } from '../environment/lease.ts';
import type { Context } from './context.ts';
import { exiting } from './exiting.ts';
import { finishFailed, printJson } from './finish.ts';
import { environmentOption, jsonOption, trackOption } from './options.ts';
import { findRecorded, tracksOn } from './recorded-environment.ts';
import { selectedTracks } from './selected-tracks.ts';

/** Who needs longer than a month needs a server. */
const mostHours = 31 * 24;

export function extendCommand(context: Context) {
  return new Command('extend')
    .summary('keep an environment longer')
    .description(
      'Lets what is up of an environment stay for so many hours from now, or as long as it would anyway; "gm1 gc" removes ' +
        'environments whose time is over.',
    )
    .option('--hours <hours>', 'from now', parseHours, leaseHours)
    .addOption(trackOption().default('both' as const))
    .addOption(environmentOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  gm1 extend --hours 48')
    .action(
      exiting(context, async ({ track, environment, hours, json }) => {
        const extended = await extend(context, environment, selectedTracks(track), hours);
        if (!extended.ok) return finishFailed(context, extended.failure, json);
        if (json) printJson(context, extended.value);
        else context.stdout.write(extended.value.map(leaseText).join(''));
        return 0;
      }),
    );
}

function parseHours(text: string): number {
  const hours = Number(text);
  if (hours > 0 && hours <= mostHours) return hours;
  throw new InvalidArgumentError(`Give a number of hours above 0, at most ${mostHours}.`);
}

async function extend(
  context: Context,
  nameOrFile: string,
  wanted: readonly Track[],
  hours: number,
): Promise<Outcome<readonly EnvironmentRecord[]>> {
  const recorded = await findRecorded(context, nameOrFile);
  if (!recorded.ok) return recorded;
  const { name } = recorded.value;
  const present = tracksOn(recorded.value, wanted);
  if (present.length === 0) return failed(nothingUp(name));
  const records: EnvironmentRecord[] = [];
  for (const track of present) {
    const extended = await context.services.extendLease(name, track, hours);
    if (!extended.ok) return extended;
    records.push(extended.value);
  }
  return ok(records);
}

function leaseText({ name, track, lease }: EnvironmentRecord): string {
  return `${name} · ${track} stays until ${lease.expires}, for ${lease.owner}\n`;
}

function nothingUp(name: string) {
  return {
    kind: 'usage' as const,
    what: `Nothing of the environment ${name} is up, so that there is nothing to extend.`,
    next: `Start it with \`gm1 up --environment ${name}\`.`,
  };
}
