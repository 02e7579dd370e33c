import { createHash } from 'node:crypto';
import { tracks } from '../../core/track.ts';
import type { Plan, Service, Target } from '../../environment/provider.ts';
import { answeringNames } from './answer-names.ts';
import { type EngineApi, ownerLabel } from './engine.ts';

type CreateOptions = Parameters<EngineApi['createContainer']>[0];

/** The home directory that a container, network or volume belongs to: two homes on one engine never meet. */
export const homeLabel = 'gm1.home';
export const trackLabel = 'gm1.track';
export const serviceLabel = 'gm1.service';

/** Whom commands run as; a container that publishes ports starts as root and has this user later. */
export const userLabel = 'gm1.user';

/** For services that state none: a runaway service ends before the machine does. */
const usualLimits = { memory: 3 * 1024 ** 3, processes: 1024 };

/** What servers need that start as root and go on as a user of their own; all else is dropped. */
const serverCapabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID'];

/** What it takes to shut the way out through the front network, and then to have no capability. */
const doorCapabilities = ['NET_ADMIN', 'SETGID', 'SETPCAP', 'SETUID'];

type Place = Pick<Plan, 'environment' | 'track'>;

/** Unique on the engine: two homes may have an environment of one name. */
export function partName(home: string, { environment, track }: Place, part: string): string {
  const scope = createHash('sha256').update(home).digest('hex').slice(0, 6);
  return `gm1-${scope}-${environment}-${track}-${part}`;
}

export function partLabels(home: string, { environment, track }: Place): Readonly<Record<string, string>> {
  return { [ownerLabel]: environment, [homeLabel]: home, [trackLabel]: track };
}

/** The service that a container is, by its labels; undefined when it is none. */
export function serviceOf(labels: Readonly<Record<string, string>>): Target | undefined {
  const track = tracks.find((each) => each === labels[trackLabel]);
  const [environment, service] = [labels[ownerLabel], labels[serviceLabel]];
  return track && environment && service ? { environment, track, service } : undefined;
}

/**
 * The network on which the services meet by name; nothing leaves it. The engine's host has no address on it, so that
 * not even the host's own ports are reached.
 */
export function networkOptions(home: string, plan: Plan) {
  return {
    Name: partName(home, plan, 'inside'),
    Labels: { ...partLabels(home, plan) },
    Internal: true,
    CheckDuplicate: true,
    Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
  };
}

/** The network through which published ports are reached. Without masquerading no answer from outside comes back. */
export function frontNetworkOptions(home: string, plan: Plan) {
  return {
    Name: partName(home, plan, 'front'),
    Labels: { ...partLabels(home, plan) },
    CheckDuplicate: true,
    Options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' },
  };
}

/** A container of a service: on the front network when it publishes ports, else on the inside one. */
export function containerOptions(
  home: string,
  plan: Plan,
  service: Service,
  isRootless: boolean,
): CreateOptions {
  const isPublished = service.ports.length > 0;
  const network = partName(home, plan, isPublished ? 'front' : 'inside');
  const command = answeringNames(service);
  const { memory, processes } = service.limits ?? usualLimits;
  return {
    name: partName(home, plan, service.name),
    Image: service.image,
    ...(service.user !== undefined && !isPublished && { User: service.user }),
    Hostname: service.name,
    ...(command.length > 0 && { Cmd: [...command] }),
    Env: Object.entries(service.env).map(([name, value]) => `${name}=${value}`),
    Labels: {
      ...partLabels(home, plan),
      [serviceLabel]: service.name,
      ...(service.user !== undefined && { [userLabel]: service.user }),
    },
    ExposedPorts: Object.fromEntries(service.ports.map(({ inside }) => [`${inside}/tcp`, {}])),
    HostConfig: {
      NetworkMode: network,
      PortBindings: Object.fromEntries(
        service.ports.map(({ inside, outside }) => [
          `${inside}/tcp`,
          [{ HostIp: '127.0.0.1', HostPort: String(outside) }],
        ]),
      ),
      Binds: Object.entries(service.volumes).map(
        ([volume, path]) => `${partName(home, plan, volume)}:${path}`,
      ),
      // A name that the environment does not know is asked for in the container itself, and nowhere outside.
      Dns: ['127.0.0.1'],
      DnsOptions: ['timeout:1', 'attempts:1', 'no-aaaa'],
      Sysctls: isRootless ? {} : failAtOnce(service),
      // A published service holds a capability until it has shut the way out; an idle init would keep it.
      Init: !isPublished,
      RestartPolicy: { Name: 'no' },
      SecurityOpt: ['no-new-privileges'],
      CapDrop: ['ALL'],
      CapAdd: [...capabilities(service)],
      Memory: memory,
      MemorySwap: memory,
      PidsLimit: processes,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '1' } },
    },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [service.name] } } },
  };
}

function capabilities({ user, ports }: Service): readonly string[] {
  if (ports.length > 0) return doorCapabilities;
  return user === undefined ? serverCapabilities : [];
}

/**
 * An address at which nobody is must fail soon: older engines give containers a way out that leads nowhere, and the
 * kernel asks three times for who is there. A rootless engine cannot say so, and gives no such way.
 */
function failAtOnce({ ports }: Service): Readonly<Record<string, string>> {
  const interfaces = ports.length > 0 ? ['eth0', 'eth1'] : ['eth0'];
  return Object.fromEntries(interfaces.map((name) => [`net.ipv4.neigh.${name}.retrans_time_ms`, '100']));
}
