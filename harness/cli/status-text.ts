import { formatMegabytes, formatSeconds, formatTime } from '../../reports/model/measures.ts';
import { plainLine } from '../../reports/model/plain-text.ts';
import type { ServiceStatus, Vitals } from '../environment/service-status.ts';
import { trackLines } from './environment-text.ts';
import type { TrackStatus } from './track-status.ts';

/** From here on the end of a lease is worth a warning. Seconds. */
const soon = 3600;

/** A track for a person: what `gm1 up` printed, how each service is, what it runs and what it does not. */
export function statusText(status: TrackStatus): string {
  const width = Math.max(...status.services.map(({ name }) => name.length));
  return [
    ...trackLines(status),
    ...status.services.map((service) => `  ${service.name.padEnd(width)}  ${serviceText(service)}`),
    `  memory  ${formatMegabytes(status.memory)}`,
    `  image   ${status.image.ref}${status.versions.length > 0 ? `, MediaWiki ${status.versions.join(', ')}` : ''}`,
    `  lease   ${leaseText(status)}`,
    ...status.limitations.map(({ what, why }) => `  off     ${plainLine(what)}: ${plainLine(why)}`),
    '',
  ].join('\n');
}

function serviceText(service: ServiceStatus): string {
  switch (service.state) {
    case 'running':
      return `running${vitalsText(service)}`;
    case 'unhealthy':
      return `unhealthy (${plainLine(service.detail)})${vitalsText(service)}`;
    case 'stopped':
      return `stopped (${plainLine(service.detail ?? 'no reason known')})`;
    case 'missing':
      return 'missing';
  }
}

function vitalsText({ startedAt, restarted, memory }: Vitals): string {
  const since = startedAt ? ` since ${formatTime(startedAt)}` : '';
  return `${since}${restarted ? ', restarted' : ''}${memory === undefined ? '' : `, ${formatMegabytes(memory)}`}`;
}

function leaseText({ lease, leaseSeconds }: TrackStatus): string {
  const who = `of ${lease.owner}`;
  if (leaseSeconds <= 0) return `${who} has ended: the next "gm1 gc" removes it`;
  const left = `${who} until ${formatTime(lease.expires)}, for ${formatSeconds(leaseSeconds)}; "gm1 down" removes it`;
  return leaseSeconds > soon ? left : `${left}\n  ! It ends within the hour: "gm1 extend" keeps it longer.`;
}
