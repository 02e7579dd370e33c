import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { reportModel } from '../reports/report-model.ts';
import { terminalSummary } from '../reports/terminal.ts';
import { writeReport } from '../reports/write-report.ts';
import type { Output, Services, UpRequest } from './cli/context.ts';
import { loadDefinition } from './config/load-definition.ts';
import { type Limitation, readLimitations } from './config/read-limitations.ts';
import type { BuildRecord } from './core/build-record.ts';
import type { Definition } from './core/definition.ts';
import { type Outcome, ok } from './core/failure.ts';
import type { RunRecord } from './core/run-record.ts';
import type { Track } from './core/track.ts';
import type { UpstreamTests } from './core/upstream-tests.ts';
import { bringUp } from './environment/bring-up.ts';
import { collectLogFiles } from './environment/collect-log-files.ts';
import { type EnsuredTrack, ensureUp } from './environment/ensure-up.ts';
import { lockEnvironment } from './environment/environment-lock.ts';
import { findRunning, listEnvironments } from './environment/environments.ts';
import { knownSecrets } from './environment/known-secrets.ts';
import { extendLease } from './environment/lease.ts';
import { resetTrack } from './environment/reset-track.ts';
import type { Surroundings } from './environment/surroundings.ts';
import { takeDown } from './environment/take-down.ts';
import { watchTrack } from './environment/watch-track.ts';
import { readLogs } from './evidence/read-logs.ts';
import { buildTrack } from './image/build.ts';
import { BuildRecords } from './image/build-records.ts';
import type { ImageBuilder } from './image/builder.ts';
import { describeBuilds, type ListedBuild } from './image/describe-builds.ts';
import { ensureServicesImage } from './image/ensure-image.ts';
import { readInventory } from './image/find-candidates.ts';
import { checkRequirements } from './requirements/check-requirements.ts';
import { installMissing } from './requirements/install-missing.ts';
import { thisMachine } from './requirements/machine.ts';
import { collectGarbage } from './run/collect-garbage.ts';
import { readImageUsers } from './run/read-image-users.ts';
import type { BringUpRequest, BuildRequest, RunningTrack, Stages, TrackLogs } from './run/stages.ts';
import { createRunners } from './runners/suites.ts';
import { commitsBetween } from './source/object-cache.ts';
import { sourceOf } from './source/source.ts';
import { fetchUpstreamTests } from './source/upstream-tests.ts';
import { JournalStore } from './store/journal/journal-store.ts';
import { TestMemory } from './store/remembered-tests.ts';
import type { RunStore } from './store/store.ts';
import { openBrowser } from './system/browser.ts';
import { Stopwatch, systemClock } from './system/clock.ts';
import { systemCommand } from './system/command.ts';
import { type Home, homeAt } from './system/home.ts';
import { systemHttp } from './system/http.ts';
import type { ImageStore } from './system/image-store.ts';
import { isPortFree } from './system/loopback-port.ts';
import { systemPause } from './system/pause.ts';
import type { Sandbox } from './system/sandbox.ts';

const projectRoot = join(import.meta.dirname, '..');

/** What speaks to the container engine. */
interface EngineParts {
  readonly builder: ImageBuilder;
  readonly sandbox: Sandbox;
  readonly images: ImageStore;
  readonly around: Surroundings;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Builds the real system. Cheap: the engine is looked for when a command first asks for it. */
export function compose(env: Env, screen: Output): Services {
  const home = homeAt(resolve(env.GM1_HOME ?? join(projectRoot, '.gm1')));
  const store = new JournalStore(home.runs, systemClock);
  const records = new BuildRecords(home.builds);
  const machine = () => thisMachine(projectRoot, home, { ...env });
  return {
    store,
    clock: systemClock,
    http: systemHttp,
    pause: systemPause,
    workers: 2,
    loadDefinition: (nameOrFile) => loadDefinition(nameOrFile, projectRoot),
    checkRequirements: async () => checkRequirements(await machine()),
    installMissing: async (results) =>
      installMissing(await machine(), results, (line) => void process.stderr.write(`${line}\n`)),
    provider: () => withEngine(home, async ({ around }) => ok(around.provider)),
    openBrowser: (url) => openBrowser(url, env),
    stages: () => withEngine(home, async (parts) => ok(stagesOf(home, env, parts))),
    buildRecords: () => records.list(),
    filesOf: (build) => filesOf(home, records, build),
    commitsBetween: (request) => commitsBetween({ ...request, cache: home.cache, command: systemCommand }),
    environments: (name) => withEngine(home, ({ around }) => listEnvironments(around, name)),
    ensureUp: (request) => withEngine(home, (parts) => ensureAllUp(parts, request)),
    resetTrack: (input) => withEngine(home, ({ around }) => resetTrack(around, input)),
    extendLease: (name, track, hours) =>
      extendLease({ home, clock: systemClock, owner: userInfo().username }, name, track, hours),
    holdEnvironment: (name, track, work) => lockEnvironment(home, name, track, work),
    running: (name, track) => withEngine(home, ({ around }) => findRunning(around, name, track)),
    writeReport: async (record, comparison, signal) =>
      writeReport({
        record,
        comparison,
        limitations: await limitationsOf(record),
        command: systemCommand,
        signal,
        latest: env.GM1_HOME ? join(home.root, 'latest') : join(projectRoot, 'reports/latest'),
      }),
    terminalSummary: (record, comparison) =>
      terminalSummary(reportModel(record, comparison), {
        colour: screen.isTTY === true && !env.NO_COLOR,
        columns: screen.columns ?? 100,
      }),
    builds: () => withEngine(home, (parts) => builds(store, home, parts)),
    collectGarbage: (options) => withEngine(home, (parts) => collectGarbage({ ...parts, store }, options)),
    resultsDirectory: (environment, track) => makeResultsDirectory(home, environment, track),
    testMemory: (...asked) => new TestMemory(home.root, ...asked),
  };
}

/** Imports the engine's library only now, which takes a good part of a second. */
async function withEngine<T>(
  home: Home,
  use: (parts: EngineParts) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { connectDocker } = await import('./providers/docker/docker-parts.ts');
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
    owner: userInfo().username,
  };
  return use({ ...making, around });
}

function stagesOf(home: Home, env: Env, parts: EngineParts): Stages {
  return {
    build: (request) => build(home, parts, request),
    bringUp: (request) => start(parts, request),
    takeDown: (environment, track) => takeDown(parts.around, environment, track),
    collectLogs: (environment, track) => collectLogs(parts.around, environment, track),
    watch: (environment, track, onOutage) => watchTrack(parts.around, environment, track, onOutage),
    runners: (definition) =>
      createRunners(definition, {
        command: systemCommand,
        clock: systemClock,
        projectRoot,
        env,
        cache: home.cache,
        upstreamTests: (...asked) => upstreamTests(home, parts, ...asked),
      }),
  };
}

function build(home: Home, { builder, sandbox, images }: EngineParts, request: BuildRequest) {
  const common = { ...request, projectRoot, sandbox, http: systemHttp };
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
    command: systemCommand,
  };
  const request = { definition, track, ...around, signal, onNotice: () => {} };
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

/** A cached build has the files of the build that made its image. */
async function filesOf(home: Home, records: BuildRecords, { id, image }: BuildRecord) {
  const sameImage = (await records.list()).filter((other) => other.image.digest === image.digest);
  const made = sameImage.findLast(({ kind }) => kind !== 'cached');
  return readInventory(home.builds, made?.id ?? id);
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

async function collectLogs(
  around: Surroundings,
  environment: string,
  track: Track,
): Promise<Outcome<TrackLogs>> {
  await mkdir(around.home.root, { recursive: true });
  const folder = await mkdtemp(join(around.home.root, 'logs-'));
  try {
    const copied = await collectLogFiles(around.provider, environment, track, folder);
    if (!copied.ok) return copied;
    const secrets = await knownSecrets(around.home, environment, track);
    return ok({ ...(await readLogs(folder, track)), secrets });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the configuration as it is now; none when it is gone. */
async function limitationsOf({ definition }: RunRecord): Promise<readonly Limitation[]> {
  const limitations = await readLimitations(definition.config);
  return limitations.ok ? limitations.value : [];
}

/** Each `gm1 test` starts with an empty folder; only the newest is kept. */
async function makeResultsDirectory(home: Home, environment: string, track: Track): Promise<string> {
  const folder = join(home.environments, environment, track, 'results');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}
