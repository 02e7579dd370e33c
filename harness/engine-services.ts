import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import type { Services, UpRequest } from './cli/context.ts';
import type { Definition } from './core/definition.ts';
import { type Outcome, ok } from './core/failure.ts';
import type { Track } from './core/track.ts';
import type { UpstreamTests } from './core/upstream-tests.ts';
import { awaitJobs } from './environment/await-jobs.ts';
import { bringUp } from './environment/bring-up.ts';
import { collectLogFiles } from './environment/collect-log-files.ts';
import { type EnsuredTrack, ensureUp } from './environment/ensure-up.ts';
import { findRunning, listEnvironments } from './environment/environments.ts';
import { knownSecrets } from './environment/known-secrets.ts';
import { resetTrack } from './environment/reset-track.ts';
import type { Surroundings } from './environment/surroundings.ts';
import { takeDown } from './environment/take-down.ts';
import { watchTrack } from './environment/watch-track.ts';
import { buildTrack } from './image/build.ts';
import { BuildRecords } from './image/build-records.ts';
import type { ImageBuilder } from './image/builder.ts';
import { describeBuilds, type ListedBuild } from './image/describe-builds.ts';
import { ensureServicesImage } from './image/ensure-image.ts';
import { connectDocker } from './providers/docker/docker-parts.ts';
import { collectGarbage } from './run/collect-garbage.ts';
import { readImageUsers } from './run/read-image-users.ts';
import type {
  BringUpRequest,
  BuildRequest,
  ResetRequest,
  RunningTrack,
  Stages,
  TrackLogs,
} from './run/stages.ts';
import type { CodeTellers } from './source/ask-for-code.ts';
import { sourceOf } from './source/source.ts';
import type { RunStore } from './store/store.ts';
import { Stopwatch, systemClock } from './system/clock.ts';
import { systemCommand } from './system/command.ts';
import { findEntries } from './system/find-entries.ts';
import { freeBytes } from './system/free-bytes.ts';
import type { Home } from './system/home.ts';
import { systemHttp } from './system/http.ts';
import type { ImageStore } from './system/image-store.ts';
import { isPortFree } from './system/loopback-port.ts';
import { systemPause } from './system/pause.ts';
import type { Sandbox } from './system/sandbox.ts';

const projectRoot = join(import.meta.dirname, '..');

type Env = Readonly<Record<string, string | undefined>>;

/** What speaks to the container engine. */
interface EngineParts {
  readonly builder: ImageBuilder;
  readonly sandbox: Sandbox;
  readonly images: ImageStore;
  readonly around: Surroundings;
}

type EngineServices = Pick<
  Services,
  'provider' | 'environments' | 'ensureUp' | 'resetTrack' | 'running' | 'builds' | 'collectGarbage'
> & {
  stages(tellers: CodeTellers): Promise<Outcome<Stages>>;
};

/** The services that ask the container engine. A file of its own, since loading it takes longer than most commands. */
export function engineServices(home: Home, env: Env, store: RunStore): EngineServices {
  return {
    provider: () => withEngine(home, async ({ around }) => ok(around.provider)),
    stages: (tellers) => withEngine(home, async (parts) => ok(stagesOf(home, env, tellers, parts))),
    environments: (name) => withEngine(home, ({ around }) => listEnvironments(around, name)),
    ensureUp: (request) => withEngine(home, (parts) => ensureAllUp(parts, request)),
    resetTrack: (input) => withEngine(home, ({ around }) => resetTrack(around, input)),
    running: (name, track) => withEngine(home, ({ around }) => findRunning(around, name, track)),
    builds: () => withEngine(home, (parts) => builds(store, home, parts)),
    collectGarbage: (options) => withEngine(home, (parts) => collectGarbage({ ...parts, store }, options)),
  };
}

async function withEngine<T>(
  home: Home,
  use: (parts: EngineParts) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const docker = await connectDocker(home, systemCommand);
  if (!docker.ok) return docker;
  const { provider, ...making } = docker.value;
  const around: Surroundings = {
    provider,
    home,
    http: systemHttp,
    clock: systemClock,
    pause: systemPause,
    isPortFree,
    freeBytes,
    owner: userInfo().username,
  };
  return use({ ...making, around });
}

function stagesOf(home: Home, env: Env, tellers: CodeTellers, parts: EngineParts): Stages {
  return {
    build: (request) => build(home, tellers, parts, request),
    bringUp: (request) => start(parts, request),
    takeDown: (environment, track) => takeDown(parts.around, environment, track),
    reset: (request) => reset(parts.around, request),
    collectLogs: (...asked) => collectLogs(parts.around, ...asked),
    watch: (...asked) => watchTrack(parts.around, ...asked),
    runners: async (definition) => {
      const { createRunners } = await import('./runners/suites.ts');
      return createRunners(definition, {
        command: systemCommand,
        clock: systemClock,
        projectRoot,
        env,
        cache: home.cache,
        upstreamTests: (...asked) => upstreamTests(home, parts, ...asked),
      });
    },
  };
}

function build(
  home: Home,
  tellers: CodeTellers,
  { builder, sandbox, images }: EngineParts,
  request: BuildRequest,
) {
  const common = { ...request, ...tellers, projectRoot, sandbox };
  return buildTrack({
    ...common,
    options: request.options ?? {},
    source: sourceOf({ ...common, images, cache: home.cache, command: systemCommand }),
    home,
    builderVersion: packageJson.version,
    builder,
    clock: systemClock,
    pause: systemPause,
  });
}

async function upstreamTests(
  home: Home,
  { builder, sandbox, images }: EngineParts,
  definition: Definition,
  track: Track,
  signal: AbortSignal,
): Promise<Outcome<UpstreamTests>> {
  const base = await builder.base(definition.runtime.base, signal);
  if (!base.ok) return base;
  const around = {
    projectRoot,
    cache: home.cache,
    sandbox,
    images,
    http: systemHttp,
    find: findEntries,
    command: systemCommand,
  };
  const request = { definition, track, ...around, signal, onNotice: () => {} };
  const { fetchUpstreamTests } = await import('./source/upstream-tests.ts');
  return fetchUpstreamTests(request, base.value.ref);
}

async function start(
  { builder, around }: EngineParts,
  request: BringUpRequest,
): Promise<Outcome<RunningTrack>> {
  const { definition, signal } = request;
  const stopwatch = new Stopwatch(systemClock, request.listener);
  const services = await stopwatch.time('services', () =>
    ensureServicesImage({ definition, projectRoot, builder, signal }),
  );
  return services.ok ? bringUp(around, { ...request, servicesImage: services.value }) : services;
}

/** Starts all tracks at once, after the image that they share is there. */
async function ensureAllUp(
  { builder, around }: EngineParts,
  { builds, phases, ...request }: UpRequest,
): Promise<Outcome<readonly EnsuredTrack[]>> {
  const { definition, signal } = request;
  const [first] = builds;
  if (!first) return ok([]);
  const stopwatch = new Stopwatch(systemClock, phases(first.track));
  const services = await stopwatch.time('services', () =>
    ensureServicesImage({ definition, projectRoot, builder, signal }),
  );
  if (!services.ok) return services;
  const environment = definition.name;
  const common = { ...request, environment, servicesImage: services.value };
  const tracks = await Promise.all(
    builds.map((build) => ensureUp(around, { ...common, build, listener: phases(build.track) })),
  );
  const broken = tracks.find((track) => !track.ok);
  return broken ?? ok(tracks.flatMap((track) => (track.ok ? [track.value] : [])));
}

async function builds(
  store: RunStore,
  home: Home,
  { builder, around }: EngineParts,
): Promise<Outcome<readonly ListedBuild[]>> {
  const environments = await listEnvironments(around);
  if (!environments.ok) return environments;
  const users = await readImageUsers(store, new BuildRecords(home.builds), environments.value.records);
  return describeBuilds(users, builder);
}

async function reset(around: Surroundings, request: ResetRequest): Promise<Outcome<void>> {
  const { environment, track, signal } = request;
  // They log what the tests before brought about.
  await awaitJobs(around, environment, track, signal);
  const done = await resetTrack(around, { ...request, listener: { started: () => {}, finished: () => {} } });
  return done.ok ? ok(undefined) : done;
}

async function collectLogs(
  around: Surroundings,
  environment: string,
  track: Track,
  signal: AbortSignal,
): Promise<Outcome<TrackLogs>> {
  const areJobsDone = await awaitJobs(around, environment, track, signal);
  await mkdir(around.home.root, { recursive: true });
  const folder = await mkdtemp(join(around.home.root, 'logs-'));
  try {
    const copied = await collectLogFiles(around.provider, environment, track, folder);
    if (!copied.ok) return copied;
    const secrets = await knownSecrets(around.home, environment, track);
    const { readLogs } = await import('./evidence/read-logs.ts');
    return ok({ ...(await readLogs(folder, track)), secrets, unfinishedJobs: !areJobsDone });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
