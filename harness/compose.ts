import { mkdir, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { Output, Services } from './cli/context.ts';
import { loadDefinition } from './config/load-definition.ts';
import { type Limitation, readLimitations } from './config/read-limitations.ts';
import type { BuildRecord } from './core/build-record.ts';
import { configOf } from './core/definition.ts';
import type { RunRecord } from './core/run-record.ts';
import { type Track, tracks } from './core/track.ts';
import { lockEnvironment } from './environment/environment-lock.ts';
import { extendLease } from './environment/lease.ts';
import { BuildRecords } from './image/build-records.ts';
import { readInventory } from './image/find-candidates.ts';
import type { IndexPlace } from './store/index/index-place.ts';
import { JournalStore } from './store/journal/journal-store.ts';
import { TestMemory } from './store/remembered-tests.ts';
import { openBrowser } from './system/browser.ts';
import { systemClock } from './system/clock.ts';
import { systemCommand } from './system/command.ts';
import { findEntries } from './system/find-entries.ts';
import { type Home, homeAt } from './system/home.ts';
import { systemHttp } from './system/http.ts';
import { systemPause } from './system/pause.ts';

const projectRoot = join(import.meta.dirname, '..');

type Env = Readonly<Record<string, string | undefined>>;

/** Builds the real system. Cheap: what just some commands need is loaded when it is first asked for. */
export function compose(env: Env, screen: Output): Services {
  const home = homeAt(resolve(env.GM1_HOME ?? join(projectRoot, '.gm1')));
  const store = new JournalStore(home.runs, systemClock);
  const records = new BuildRecords(home.builds);
  const engine = async () => (await import('./engine-services.ts')).engineServices(home, env, store);
  const machine = async () =>
    (await import('./requirements/machine.ts')).thisMachine(projectRoot, home, { ...env });
  return {
    store,
    clock: systemClock,
    http: systemHttp,
    pause: systemPause,
    workers: 2,
    loadDefinition: (nameOrFile) => loadDefinition(nameOrFile, projectRoot),
    async checkRequirements() {
      const { checkRequirements } = await import('./requirements/check-requirements.ts');
      return checkRequirements(await machine());
    },
    async installMissing(results) {
      const { installMissing } = await import('./requirements/install-missing.ts');
      return installMissing(await machine(), results, (line) => void process.stderr.write(`${line}\n`));
    },
    provider: async () => (await engine()).provider(),
    openBrowser: (url) => openBrowser(url, env),
    async stages(building) {
      const tellers = { http: systemHttp, find: findEntries };
      if (!building) return (await engine()).stages(tellers);
      const { askForCode } = await import('./source/ask-for-code.ts');
      const asked = await askForCode({ ...building, ...tellers, cache: home.cache, clock: systemClock });
      return (await engine()).stages(asked);
    },
    buildRecords: () => records.list(),
    filesOf: (build) => filesOf(home, records, build),
    async commitsBetween(request) {
      const { commitsBetween } = await import('./source/object-cache.ts');
      return commitsBetween({ ...request, cache: home.cache, command: systemCommand });
    },
    environments: async (name) => (await engine()).environments(name),
    ensureUp: async (request) => (await engine()).ensureUp(request),
    resetTrack: async (input) => (await engine()).resetTrack(input),
    extendLease: (name, track, hours) =>
      extendLease({ home, clock: systemClock, owner: userInfo().username }, name, track, hours),
    holdEnvironment: (name, track, work) => lockEnvironment(home, name, track, work),
    running: async (...asked) => (await engine()).running(...asked),
    async writeReport(record, comparison, signal) {
      const [{ writeReport }, { jsonReportJsonSchema }] = await Promise.all([
        import('../reports/write-report.ts'),
        import('./cli/json-report-schema.ts'),
      ]);
      return writeReport({
        record,
        comparison,
        limitations: await limitationsOf(record),
        schema: jsonReportJsonSchema(),
        command: systemCommand,
        signal,
        latest: env.GM1_HOME ? join(home.root, 'latest') : join(projectRoot, 'reports/latest'),
      });
    },
    async terminalSummary(record, comparison) {
      const [{ terminalSummary }, { reportModel }] = await Promise.all([
        import('../reports/terminal.ts'),
        import('../reports/report-model.ts'),
      ]);
      return terminalSummary(reportModel(record, comparison), {
        colour: screen.isTTY === true && !env.NO_COLOR,
        columns: screen.columns ?? 100,
      });
    },
    builds: async () => (await engine()).builds(),
    collectGarbage: async (options) => (await engine()).collectGarbage(options),
    async withIndex(options, use) {
      const { useRuns } = await import('./store/index/use-runs.ts');
      return useRuns(indexPlace(home, env), home.runs, options, use);
    },
    resultsDirectory: (environment, track) => makeResultsDirectory(home, environment, track),
    testMemory: (...asked) => new TestMemory(home.root, ...asked),
  };
}

/** An empty variable counts as none. */
function indexPlace(home: Home, { GM1_DATABASE_URL: url }: Env): IndexPlace {
  return url ? { kind: 'database', url } : { kind: 'file', path: join(home.root, 'index.sqlite') };
}

/** A cached build has the files of the build that made its image. */
async function filesOf(home: Home, records: BuildRecords, { id, image }: BuildRecord) {
  const sameImage = (await records.list()).filter((other) => other.image.digest === image.digest);
  const made = sameImage.findLast(({ kind }) => kind !== 'cached');
  return readInventory(home.builds, made?.id ?? id);
}

/** Of each configuration as it is now; none when it is gone. */
async function limitationsOf({ definition }: RunRecord): Promise<readonly Limitation[]> {
  const configs = new Set(tracks.map((track) => configOf(definition, track)));
  const read = await Promise.all([...configs].map((config) => readLimitations(config)));
  const all = read.flatMap((limitations) => (limitations.ok ? limitations.value : []));
  return all.filter(({ what }, index) => all.findIndex((other) => other.what === what) === index);
}

/** Each `gm1 test` starts with an empty folder; only the newest is kept. */
async function makeResultsDirectory(home: Home, environment: string, track: Track): Promise<string> {
  const folder = join(home.environments, environment, track, 'results');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}
