import type { Image } from '../../core/build-record.ts';
import { failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { Track } from '../../core/track.ts';
import type {
  Attachment,
  Executed,
  FoundImage,
  FoundService,
  Plan,
  Provider,
  ServiceUptime,
  Swept,
  SweptOrphans,
  Target,
} from '../../environment/provider.ts';
import { type PlacedProcess, thisProcess } from '../../system/process-identity.ts';
import { attach } from './attach.ts';
import { type EngineContainer, execute, lastLines } from './container-exec.ts';
import { copyFolder } from './container-files.ts';
import { homeLabel, partName, serviceLabel, serviceOf, trackLabel } from './container-options.ts';
import { type Engine, type EngineApi, ownerLabel } from './engine.ts';
import { engineFailure } from './engine-failure.ts';
import { commandsOf, endOrphanedCommands, findOrphanedCommands } from './orphaned-commands.ts';
import { countOrphans, findOrphans, removeOrphans } from './orphans.ts';
import { endOf } from './readiness.ts';
import { findParts, joinParts, removeParts } from './removal.ts';
import { isAside, replaceServices, resumeServices } from './replace-services.ts';
import { commitSnapshot, findImage } from './snapshots.ts';
import { type StartOptions, startPlan } from './start-plan.ts';
import { uptimeOf } from './uptime.ts';

export interface DockerProviderOptions {
  readonly connect: () => Promise<Outcome<Engine>>;
  /** The absolute path of gm1's home; environments of another home are not seen. */
  readonly home: string;
  /** How long each service may take to become ready. */
  readonly readySeconds?: number;
  /** Whose attached commands are: they may be ended when it is gone. */
  readonly owner?: () => Promise<PlacedProcess>;
}

type Labels = Readonly<Record<string, string>>;

/** Runs environments on a Docker or Podman engine: per track one closed network, and a front one for the edge. */
export class DockerProvider implements Provider {
  readonly #connect: () => Promise<Outcome<Engine>>;
  readonly #home: string;
  readonly #readySeconds: number;
  readonly #owner: () => Promise<PlacedProcess>;

  constructor({ connect, home, readySeconds = 90, owner = thisProcess }: DockerProviderOptions) {
    this.#connect = connect;
    this.#home = home;
    this.#readySeconds = readySeconds;
    this.#owner = owner;
  }

  async start(plan: Plan, signal: AbortSignal): Promise<Outcome<void>> {
    const what = `The environment ${plan.environment} (${plan.track}) could not start.`;
    const outcome = await this.#ask(what, (api) => startPlan(api, plan, this.#startOptions(signal)), signal);
    if (!outcome.ok) await this.remove(plan.environment, plan.track);
    return outcome;
  }

  async resume(plan: Plan, signal: AbortSignal, hung: readonly string[] = []): Promise<Outcome<void>> {
    const what = `The environment ${plan.environment} (${plan.track}) could not start again.`;
    return this.#ask(what, (api) => resumeServices(api, plan, hung, this.#startOptions(signal)), signal);
  }

  async replace<T>(
    plan: Plan,
    names: readonly string[],
    prove: () => Promise<Outcome<T>>,
    signal: AbortSignal,
  ): Promise<Outcome<T>> {
    const what = `${names.join(', ')} of ${plan.environment} (${plan.track}) could not be replaced.`;
    const options = this.#startOptions(signal);
    return this.#ask(what, (api) => replaceServices(api, plan, names, prove, options), signal);
  }

  async execute(target: Target, command: readonly string[], input?: string): Promise<Outcome<Executed>> {
    const what = `\`${command[0]}\` could not run in ${inWords(target)}.`;
    return this.#ask(what, async (api) =>
      ok(await execute(api, this.#container(api, target), command, input)),
    );
  }

  async attach(target: Target, command: readonly string[], attachment: Attachment): Promise<Outcome<number>> {
    const what = `\`${command[0]}\` did not run to its end in ${inWords(target)}.`;
    const { signal } = attachment;
    return this.#ask(
      what,
      async (api) => {
        const container = this.#container(api, target);
        const exitCode = await attach(api, container, command, attachment, await this.#owner());
        return signal.aborted ? failed(interrupted) : ok(exitCode);
      },
      signal,
    );
  }

  async copyOut(target: Target, path: string, into: string): Promise<Outcome<void>> {
    const what = `${path} of ${inWords(target)} could not be copied.`;
    return this.#ask(what, async (api) => ok(await copyFolder(this.#container(api, target), path, into)));
  }

  async snapshot(target: Target, ref: string, labels: Labels): Promise<Outcome<Image>> {
    const what = `${inWords(target)} could not be kept as an image.`;
    return this.#ask(what, async (api) => {
      const container = this.#container(api, target);
      await container.stop({ t: 30 });
      const end = await endOf(container);
      if (end !== 'exit code 0') return failed(unclean(target, end));
      return ok({ ref, digest: await commitSnapshot(api, container, ref, labels) });
    });
  }

  async findImage(ref: string): Promise<Outcome<FoundImage | undefined>> {
    return this.#ask(`The image ${ref} could not be looked up.`, async (api) =>
      ok(await findImage(api, ref)),
    );
  }

  async remove(environment: string, track?: Track, services?: readonly string[]): Promise<Outcome<Swept>> {
    const labels = [`${ownerLabel}=${environment}`, `${homeLabel}=${this.#home}`];
    if (track) labels.push(`${trackLabel}=${track}`);
    const choices = services?.map((service) => [...labels, `${serviceLabel}=${service}`]) ?? [labels];
    return this.#ask(`The environment ${environment} could not be removed.`, async (api) => {
      const found = await Promise.all(choices.map((each) => findParts(api, each)));
      return ok(await removeParts(api, joinParts(found)));
    });
  }

  async list(): Promise<Outcome<readonly FoundService[]>> {
    return this.#ask('The services could not be listed.', async (api) => {
      const filters = { label: [serviceLabel, `${homeLabel}=${this.#home}`] };
      const containers = await api.listContainers({ all: true, filters });
      const current = containers.filter((each) => !isAside(each));
      return ok((await Promise.all(current.map((each) => foundService(api, each)))).flat());
    });
  }

  async uptime(target: Target): Promise<Outcome<ServiceUptime | undefined>> {
    const what = `Since when ${inWords(target)} runs could not be asked.`;
    return this.#ask(what, async (api) => ok(await uptimeOf(this.#container(api, target))));
  }

  async lastLines(target: Target, count: number): Promise<Outcome<readonly string[]>> {
    const what = `What ${inWords(target)} wrote could not be read.`;
    return this.#ask(what, async (api) => ok(await lastLines(this.#container(api, target), count)));
  }

  async sweep(keep: readonly string[], rehearsal: boolean): Promise<Outcome<SweptOrphans>> {
    return this.#ask('What earlier runs left could not be removed.', async (api) => {
      const [orphans, leftovers] = await Promise.all([
        findOrphans(api, this.#home, keep),
        findOrphanedCommands(api, this.#home, keep),
      ]);
      const commands = commandsOf(leftovers);
      if (rehearsal) return ok({ ...countOrphans(orphans), commands });
      const [removed] = await Promise.all([removeOrphans(api, orphans), endOrphanedCommands(api, leftovers)]);
      return ok({ ...removed, commands });
    });
  }

  #startOptions(signal: AbortSignal): StartOptions {
    return { home: this.#home, readySeconds: this.#readySeconds, signal };
  }

  async #ask<T>(
    what: string,
    question: (api: EngineApi) => Promise<Outcome<T>>,
    signal?: AbortSignal,
  ): Promise<Outcome<T>> {
    const engine = await this.#connect();
    if (!engine.ok) return engine;
    try {
      return await question(engine.value.api);
    } catch (error) {
      return failed(engineFailure(what, error, signal));
    }
  }

  #container(api: EngineApi, target: Target): EngineContainer {
    return api.getContainer(partName(this.#home, target, target.service));
  }
}

function inWords({ environment, track, service }: Target): string {
  return `${service} of ${environment} (${track})`;
}

function unclean(target: Target, end: string | undefined) {
  return {
    kind: 'infrastructure' as const,
    what: `${inWords(target)} did not stop cleanly, so its files cannot be kept.`,
    why: `It ended with: ${end ?? 'nothing, it still runs'}.`,
    next: 'Try again; if it happens again, give the machine more memory or time.',
  };
}

type Listed = Awaited<ReturnType<EngineApi['listContainers']>>[number];

async function foundService(api: EngineApi, { Id, Labels, State, Image }: Listed): Promise<FoundService[]> {
  const service = serviceOf(Labels);
  if (!service) return [];
  const found = { ...service, image: Image };
  if (State === 'running') return [{ ...found, state: 'running' }];
  if (State === 'paused') return [{ ...found, state: 'stopped', detail: 'paused' }];
  const detail = await endOf(api.getContainer(Id)).catch(() => 'it is being removed');
  return [{ ...found, state: 'stopped', ...(detail && { detail }) }];
}
