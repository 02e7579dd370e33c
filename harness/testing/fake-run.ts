import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Definition } from '../core/definition.ts';
import { type EarlierAttempts, noEarlierAttempts } from '../core/earlier-attempts.ts';
import { type Failure, failed, ok } from '../core/failure.ts';
import type { AttemptStatus } from '../core/result.ts';
import type { RunEventBody } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';
import type { BuildHistory } from '../run/find-suspects.ts';
import { type RunRequest, runBothTracks } from '../run/run.ts';
import type { Stages } from '../run/stages.ts';
import type { Runner, SuiteJob } from '../runners/runner.ts';
import { MemoryRunStore } from './memory-run-store.ts';
import { sampleBuild, sampleDefinition, sampleEnvironment, sampleLogs } from './sample-run.ts';

export const clock = { now: () => new Date('2026-11-22T12:00:00.000Z'), seconds: () => 0 };
export const broken: Failure = { kind: 'infrastructure', what: 'It broke.', next: 'Mend it.' };

/** How each attempt of the one test of each suite ends, per track, in order; the last one holds on. */
type Script = Readonly<Record<Track, readonly AttemptStatus[]>>;

/** Stages that do nothing but tell what they were asked for, and tests that end as a script says. */
export class FakeStages implements Stages {
  readonly calls: string[] = [];
  readonly attempts = { train: 0, next: 0 };
  readonly script: Script;
  onCall: (call: string) => void = () => {};
  /** What ends on next while its suite runs. */
  outage?: Failure | undefined;
  /** From when to when it was away; it stays away when absent. */
  away?: Parameters<Parameters<Stages['watch']>[2]>[1];
  /** By track, when what failed began. */
  readonly doubts: string[] = [];
  /** Whether jobs still ran on it when its logs were collected. */
  unfinishedJobs = false;

  constructor(script: Script = { train: ['passed'], next: ['passed'] }) {
    this.script = script;
  }

  async runners({ suites }: Definition) {
    const runner: Runner = { takes: [], run: (job) => this.#run(job) };
    return Object.fromEntries(suites.map((suite) => [suite, runner]));
  }

  async build({ track }: Parameters<Stages['build']>[0]) {
    this.#call(`build ${track}`);
    return ok(sampleBuild(track));
  }

  async bringUp({ environment, build }: Parameters<Stages['bringUp']>[0]): ReturnType<Stages['bringUp']> {
    this.#call(`up ${build.track}`);
    const record = { ...sampleEnvironment(build.track), name: environment };
    const endpoints = { environment, track: build.track, scriptPath: '/w', wikis: [], accounts: [] };
    return ok({ record, endpoints, endpointsFile: '' });
  }

  watch(...[, track, onOutage]: Parameters<Stages['watch']>) {
    if (this.outage && track === 'next') onOutage(this.outage, this.away);
    const doubt = (since: string) => void this.doubts.push(`${track} ${since}`);
    return { doubt, async [Symbol.asyncDispose]() {} };
  }

  async takeDown() {
    this.#call('down');
    return ok(undefined);
  }

  async reset({ track }: Parameters<Stages['reset']>[0]) {
    this.#call(`reset ${track}`);
    return ok(undefined);
  }

  async collectLogs(_environment: string, track: Track) {
    this.#call(`logs ${track}`);
    return ok({ ...sampleLogs(track), unfinishedJobs: this.unfinishedJobs });
  }

  async #run({ suite, purpose, endpoints: { track }, onAttempt }: SuiteJob) {
    this.#call(`${purpose} ${suite} ${track}`);
    const status =
      this.script[track][Math.min(this.attempts[track], this.script[track].length - 1)] ?? 'passed';
    this.attempts[track] += 1;
    const attempt = {
      test: { suite, file: 'a.spec.ts', titlePath: ['works'], project: suite },
      track,
      purpose,
      status,
      startedAt: clock.now().toISOString(),
      seconds: 1,
      ...(status === 'failed' && { message: 'It did not.' }),
      attachments: [],
    };
    onAttempt(attempt);
    return ok({ attempts: [attempt], problems: [] });
  }

  #call(call: string): void {
    this.calls.push(call);
    this.onCall(call);
  }
}

const history: BuildHistory = { filesOf: async () => undefined, commitsBetween: async () => failed(broken) };

/** A run of one suite on such stages, which goes on when it is given back. */
export async function runFake(
  stages: FakeStages,
  {
    control = false,
    repeat = 1,
    earlier = noEarlierAttempts,
    tracks = sampleDefinition.tracks,
  }: Partial<Pick<RunRequest, 'control' | 'repeat'> & Pick<Definition, 'tracks'>> & {
    readonly earlier?: EarlierAttempts;
  } = {},
) {
  const store = new MemoryRunStore(await mkdtemp(join(tmpdir(), 'gm1-run-')), clock);
  const interrupt = new AbortController();
  const events: RunEventBody[] = [];
  const definition = { ...sampleDefinition, tracks, suites: ['http'] as const };
  const host = { cores: 2, memory: 1, system: 'test' };
  const outcome = runBothTracks(
    { definition, control, repeat, workers: 2 },
    {
      stages,
      store,
      clock,
      host,
      waivers: [],
      history,
      earlier: async () => earlier,
      signal: interrupt.signal,
      onEvent: (event) => void events.push(event),
    },
  );
  return { outcome, store, interrupt, events };
}
