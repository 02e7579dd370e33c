import { ok } from '../core/failure.ts';
import type { Stages } from '../run/stages.ts';
import type { Runner } from '../runners/runner.ts';
import { sampleBuild, sampleEnvironment, sampleLogs } from './sample-run.ts';

/** Stages that succeed at once and log nothing, so that a run is about its tests. */
export function quietStages(runners: Readonly<Record<string, Runner>>): Stages {
  return {
    build: async ({ track }) => ok(sampleBuild(track)),
    bringUp: async ({ environment, build: { track } }) =>
      ok({
        record: { ...sampleEnvironment(track), name: environment },
        endpoints: { environment, track, scriptPath: '/w', wikis: [], accounts: [] },
        endpointsFile: '',
      }),
    takeDown: async () => ok(undefined),
    reset: async () => ok(undefined),
    collectLogs: async (_environment, track) => ok(sampleLogs(track)),
    watch: () => ({ doubt: () => {}, [Symbol.asyncDispose]: async () => {} }),
    runners: async () => runners,
  };
}
