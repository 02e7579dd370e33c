import { text } from 'node:stream/consumers';
import type { Image } from '../core/build-record.ts';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type {
  Attachment,
  Executed,
  FoundImage,
  FoundService,
  OrphanedCommand,
  Plan,
  Provider,
  ServiceUptime,
  Swept,
  SweptOrphans,
  Target,
} from '../environment/provider.ts';

/** A provider without containers: services run because it says so, and commands do what the test says. */
export class MemoryProvider implements Provider {
  readonly images: Set<string>;
  readonly started: Plan[] = [];
  /** The labels of each snapshot. */
  readonly snapshots = new Map<string, Readonly<Record<string, string>>>();
  services: FoundService[] = [];
  /** Commands whose process is gone. */
  orphanedCommands: OrphanedCommand[] = [];
  onStart: (plan: Plan) => Outcome<void> = () => ok(undefined);
  onExecute: (
    target: Target,
    command: readonly string[],
    input?: string,
  ) => Partial<Executed> | Promise<Partial<Executed>> = () => ({});
  /** Puts into the folder what a copy of the path has. */
  onCopyOut: (target: Target, path: string, into: string) => Promise<void> = async () => {};

  constructor(images: readonly string[] = []) {
    this.images = new Set(images);
  }

  async start(plan: Plan, signal: AbortSignal): Promise<Outcome<void>> {
    if (signal.aborted) return failed(interrupted);
    const started = this.onStart(plan);
    if (!started.ok) return started;
    this.started.push(plan);
    this.services.push(...servicesOf(plan));
    return ok(undefined);
  }

  async resume(plan: Plan, signal: AbortSignal, hung: readonly string[] = []): Promise<Outcome<void>> {
    if (signal.aborted) return failed(interrupted);
    const planned = servicesOf(plan);
    const absent = planned.filter((each) => this.#find(each)?.state !== 'running');
    const services = plan.services.filter(
      ({ name }) => hung.includes(name) || absent.some(({ service }) => service === name),
    );
    const started = this.onStart({ ...plan, services });
    if (!started.ok) return started;
    this.#drop((each) => planned.some((other) => isSame(each, other)));
    this.services.push(...planned);
    return ok(undefined);
  }

  async replace<T>(
    plan: Plan,
    names: readonly string[],
    prove: () => Promise<Outcome<T>>,
    signal: AbortSignal,
  ): Promise<Outcome<T>> {
    if (signal.aborted) return failed(interrupted);
    const services = plan.services.filter(({ name }) => names.includes(name));
    const part = { ...plan, services };
    const before = [...this.services];
    this.#drop((each) => servicesOf(part).some((other) => isSame(each, other)));
    const started = await this.start(part, signal);
    const proven = started.ok ? await prove() : started;
    if (!proven.ok) this.services = before;
    return proven;
  }

  async execute(target: Target, command: readonly string[], input?: string): Promise<Outcome<Executed>> {
    if (!this.#find(target)) return failed(absent(target));
    return ok({ exitCode: 0, stdout: '', stderr: '', ...(await this.onExecute(target, command, input)) });
  }

  async attach(
    target: Target,
    command: readonly string[],
    { stdin, stdout, stderr, signal }: Attachment,
  ): Promise<Outcome<number>> {
    const executed = await this.execute(target, command, stdin && (await text(stdin)));
    if (!executed.ok) return executed;
    if (signal.aborted) return failed(interrupted);
    stdout.write(executed.value.stdout);
    stderr.write(executed.value.stderr);
    return ok(executed.value.exitCode);
  }

  async copyOut(target: Target, path: string, into: string): Promise<Outcome<void>> {
    if (!this.#find(target)) return failed(absent(target));
    await this.onCopyOut(target, path, into);
    return ok(undefined);
  }

  async snapshot(
    target: Target,
    ref: string,
    labels: Readonly<Record<string, string>>,
  ): Promise<Outcome<Image>> {
    if (!this.#find(target)) return failed(absent(target));
    this.stop(target, 'exit code 0');
    this.images.add(ref);
    this.snapshots.set(ref, labels);
    return ok({ ref, digest: `sha256:${ref}` });
  }

  async findImage(ref: string): Promise<Outcome<FoundImage | undefined>> {
    if (!this.images.has(ref)) return ok(undefined);
    const labels = this.snapshots.get(ref);
    return ok({ digest: `sha256:${ref}`, labels: labels ?? {}, isSnapshot: labels !== undefined });
  }

  async remove(environment: string, track?: Track, services?: readonly string[]): Promise<Outcome<Swept>> {
    const isMeant = (each: FoundService) =>
      each.environment === environment &&
      (!track || each.track === track) &&
      (!services || services.includes(each.service));
    return ok(this.#drop(isMeant));
  }

  async list(): Promise<Outcome<readonly FoundService[]>> {
    return ok(this.services);
  }

  async uptime(target: Target): Promise<Outcome<ServiceUptime | undefined>> {
    if (this.#find(target)?.state !== 'running') return ok(undefined);
    return ok({ startedAt: '2026-11-22T21:00:00Z', restarted: false });
  }

  async lastLines(target: Target): Promise<Outcome<readonly string[]>> {
    return this.#find(target) ? ok([`last words of ${target.service}`]) : failed(absent(target));
  }

  async sweep(keep: readonly string[], rehearsal: boolean): Promise<Outcome<SweptOrphans>> {
    const isOrphan = ({ environment }: Target) => !keep.includes(environment);
    const orphans = this.services.filter(isOrphan);
    const environments = [...new Set(orphans.map(({ environment }) => environment))];
    const commands = this.orphanedCommands.filter((each) => !isOrphan(each));
    if (!rehearsal) {
      this.#drop(isOrphan);
      this.orphanedCommands = [];
    }
    return ok({ containers: orphans.length, networks: 0, volumes: 0, images: 0, environments, commands });
  }

  /** As if the service had ended by itself. */
  stop(target: Target, detail: string): void {
    this.services = this.services.map((each) =>
      isSame(each, target) ? { ...each, state: 'stopped', detail } : each,
    );
  }

  #find(target: Target): FoundService | undefined {
    return this.services.find((each) => isSame(each, target));
  }

  #drop(isGone: (service: FoundService) => boolean): Swept {
    const before = this.services.length;
    this.services = this.services.filter((each) => !isGone(each));
    return { containers: before - this.services.length, networks: 0, volumes: 0 };
  }
}

function servicesOf({ environment, track, services }: Plan): readonly FoundService[] {
  return services.map(({ name, image }) => ({ environment, track, service: name, image, state: 'running' }));
}

function isSame(one: Target, other: Target): boolean {
  return one.environment === other.environment && one.track === other.track && one.service === other.service;
}

function absent({ environment, track, service }: Target) {
  return {
    kind: 'infrastructure' as const,
    what: `There is no service ${service} of ${environment} (${track}).`,
    next: 'Start it.',
  };
}
