import { styleText } from 'node:util';
import { formatSeconds } from '../../reports/model/measures.ts';
import { failureSentence } from '../core/failure.ts';
import type { RunEventBody } from '../core/run-record.ts';

/** The line that an event leaves on the screen; phases, suites and attempts leave theirs when they end. */
export function eventLine(event: RunEventBody): string | undefined {
  switch (event.type) {
    case 'run-started':
      return `Run ${event.run}${event.control ? ', a control: train against train' : ''}`;
    case 'built':
      return `  ${labelOf(event.track, 'image')}${event.build.version}, ${event.build.kind}: ${event.build.reason}`;
    case 'environment-ready': {
      const { readySeconds, wikis } = event.environment;
      return `  ${labelOf(event.track, 'ready')}${formatSeconds(readySeconds)}, ${wikis.length} wikis`;
    }
    case 'logs-collected':
      return `  ${labelOf(event.track, 'logs')}${event.records} records of ${event.requests} requests`;
    case 'notice':
      return `${styleText('yellow', '!')} ${event.text}`;
    case 'failed':
      return `${styleText('red', '✖')} ${labelOf(event.track, event.phase)}${failureSentence(event.failure)}`;
    default:
      return undefined;
  }
}

/** Columns of track and step, so that lines of both tracks stand below each other. */
export function labelOf(track: string | undefined, step: string): string {
  return `${(track ?? '').padEnd(5)} ${step.padEnd(32)} `;
}
