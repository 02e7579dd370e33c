import { styleText } from 'node:util';
import { formatSeconds } from '../../reports/model/measures.ts';
import type { RunEventBody } from '../core/run-record.ts';
import type { Clock } from '../system/clock.ts';
import type { Output } from './context.ts';
import { eventLine, labelOf } from './event-line.ts';
import { type Counts, countAttempt, noCounts, sayCounts } from './suite-counts.ts';

/** Shows what is going on, on standard error. */
export interface Progress {
  show(event: RunEventBody): void;
  /** Takes away what is in motion; finished lines stay. */
  end(): void;
}

/** How lines get onto a screen. */
interface Screen {
  begun(label: string): void;
  /** Adds a line that stays. */
  say(line: string): void;
  end(): void;
}

interface Active {
  readonly label: string;
  readonly since: number;
  counts: Counts;
}

const repaintEveryMilliseconds = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** Phases in motion with their elapsed time and test counts on a terminal; one line per change elsewhere. */
export async function createProgress(stream: Output, clock: Clock): Promise<Progress> {
  const active = new Map<string, Active>();
  const screen = stream.isTTY ? await liveScreen(stream, active, clock) : lineScreen(stream);
  return {
    show: (event) => showEvent(event, active, screen, clock),
    end: () => screen.end(),
  };
}

function showEvent(event: RunEventBody, active: Map<string, Active>, screen: Screen, clock: Clock): void {
  const label = activityLabel(event);
  if (event.type === 'phase-started' || event.type === 'suite-started') {
    active.set(label, { label, since: clock.seconds(), counts: noCounts });
    screen.begun(label);
  } else if (event.type === 'phase-finished' || event.type === 'suite-finished') {
    const counts = active.get(label)?.counts ?? noCounts;
    active.delete(label);
    screen.say(finishedLine(label, event.seconds, counts));
  } else if (event.type === 'attempt') {
    const suite = active.get(label);
    if (suite) suite.counts = countAttempt(suite.counts, event.attempt.status);
  } else {
    if (event.type === 'failed') active.clear();
    const line = eventLine(event);
    if (line !== undefined) screen.say(line);
  }
}

function activityLabel(event: RunEventBody): string {
  switch (event.type) {
    case 'phase-started':
    case 'phase-finished':
      return labelOf(event.track, event.phase);
    case 'suite-started':
    case 'suite-finished':
      return suiteLabel(event.track, event.suite, event.purpose);
    case 'attempt':
      return suiteLabel(event.attempt.track, event.attempt.test.suite, event.attempt.purpose);
    default:
      return '';
  }
}

function suiteLabel(track: string, suite: string, purpose: 'first' | 'confirming'): string {
  return labelOf(track, purpose === 'first' ? suite : `${suite} (confirming)`);
}

function finishedLine(label: string, seconds: number, counts: Counts): string {
  const mark = counts.failed > 0 ? styleText('red', '✖') : styleText('green', '✔');
  return `${mark} ${withCounts(label, seconds, counts)}`;
}

function withCounts(label: string, seconds: number, counts: Counts): string {
  return `${label}${formatSeconds(seconds)}  ${sayCounts(counts)}`.trimEnd();
}

function lineScreen(stream: Output): Screen {
  const say = (line: string) => void stream.write(`${line}\n`);
  return { begun: (label) => say(`· ${label}started`), say, end: () => {} };
}

async function liveScreen(
  stream: Output,
  active: ReadonlyMap<string, Active>,
  clock: Clock,
): Promise<Screen> {
  const { createLogUpdate } = await import('log-update');
  const update = createLogUpdate(stream);
  let frame = 0;
  const repaint = () => {
    frame = (frame + 1) % frames.length;
    const spinner = styleText('cyan', frames[frame] ?? '');
    const lines = [...active.values()].map(
      ({ label, since, counts }) => `${spinner} ${withCounts(label, clock.seconds() - since, counts)}`,
    );
    if (lines.length > 0) update(lines.join('\n'));
    else update.clear();
  };
  const timer = setInterval(repaint, repaintEveryMilliseconds).unref();
  return {
    begun: repaint,
    say(line) {
      update.persist(line);
      repaint();
    },
    end() {
      clearInterval(timer);
      update.clear();
      update.done();
    },
  };
}
