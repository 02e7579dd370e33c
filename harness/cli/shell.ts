import { Command } from '@commander-js/extra-typings';
import type { Track } from '../core/track.ts';
import { runAttached } from './attached.ts';
import type { Context } from './context.ts';
import { findTrack } from './find-track.ts';
import { finishFailed } from './finish.ts';
import { knownName } from './known-name.ts';
import { environmentOption, oneTrackOption, ownFailureOption, serviceOption } from './options.ts';
import { servicesOf } from './services-of.ts';

/** Not every image has bash. */
const interactive = ['sh', '-c', 'command -v bash > /dev/null && exec bash; exec sh'];

export function shellCommand(context: Context) {
  return new Command('shell')
    .summary('open a shell in a service')
    .description(
      "Opens a shell in a service, or runs a command there; standard input, output and exit code are the command's.",
    )
    .argument('[command...]', 'what to run instead of a shell')
    .passThroughOptions()
    .addOption(serviceOption().default('app'))
    .addOption(oneTrackOption())
    .addOption(environmentOption())
    .addOption(ownFailureOption())
    .addHelpText(
      'after',
      '\nExamples:\n  gm1 shell\n  gm1 shell --service edge -- nginx -T -c /etc/gm1/edge.conf',
    )
    .action(async (command, options) => {
      context.setExitCode(await openShell(context, command, options));
    });
}

interface Options {
  readonly service: string;
  readonly track?: Track | undefined;
  readonly environment: string;
  readonly json?: boolean | undefined;
}

async function openShell(
  context: Context,
  command: readonly string[],
  { service, track, environment, json }: Options,
): Promise<number> {
  const found = await findTrack(context, environment, track);
  if (!found.ok) return finishFailed(context, found.failure, json);
  const services = await servicesOf(context, found.value);
  if (!services.ok) return finishFailed(context, services.failure, json);
  const known = knownName('service', service, services.value);
  if (!known.ok) return finishFailed(context, known.failure, json);
  const target = { environment: found.value.name, track: found.value.track, service };
  return runAttached(context, target, command.length > 0 ? command : interactive, json);
}
