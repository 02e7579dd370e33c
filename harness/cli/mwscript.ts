import { Command } from '@commander-js/extra-typings';
import { runAttached } from './attached.ts';
import type { Context } from './context.ts';
import { findTrack } from './find-track.ts';
import { finishFailed } from './finish.ts';
import { environmentOption, oneTrackOption, ownFailureOption } from './options.ts';

export function mwscriptCommand(context: Context) {
  return new Command('mwscript')
    .summary('run a maintenance script of MediaWiki')
    .description(
      "Runs a maintenance script with the version that serves the wiki. All that follows SCRIPT is the script's, as are " +
        'standard input, output and exit code.',
    )
    .argument('<script>', 'runJobs, Echo:processEchoEmailBatch, or a path')
    .argument('[arguments...]', '--wiki=DBNAME, and what the script takes')
    .passThroughOptions()
    .addOption(oneTrackOption())
    .addOption(environmentOption())
    .addOption(ownFailureOption())
    .addHelpText(
      'after',
      '\nExamples:\n  gm1 mwscript showSiteStats --wiki=testwiki\n  gm1 mwscript edit --wiki=testwiki Sandbox < page.txt',
    )
    .action(async (script, args, { track, environment, json }) => {
      context.setExitCode(await runScript(context, { script, args, track, environment, json }));
    });
}

interface Asked {
  readonly script: string;
  readonly args: readonly string[];
  readonly track?: 'train' | 'next' | undefined;
  readonly environment: string;
  readonly json?: boolean | undefined;
}

async function runScript(
  context: Context,
  { script, args, track, environment, json }: Asked,
): Promise<number> {
  const found = await findTrack(context, environment, track);
  if (!found.ok) return finishFailed(context, found.failure, json);
  const target = { environment: found.value.name, track: found.value.track, service: 'app' };
  return runAttached(context, target, ['php', 'multiversion/MWScript.php', script, ...args], json);
}
