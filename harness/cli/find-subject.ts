import { plainLine } from '../../reports/model/plain-text.ts';
import { nearest } from '../config/nearest.ts';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Subject } from '../history/night.ts';

/** The test or signature that somebody means: its whole name, or a part that no other has. */
export function findSubject(subjects: readonly Subject[], asked: string): Outcome<Subject> {
  const [exact] = subjects.filter(({ name }) => name === asked);
  if (exact) return ok(exact);
  const part = asked.toLowerCase();
  const found = subjects.filter(({ name }) => name.toLowerCase().includes(part));
  const [only, another] = found;
  if (only && !another) return ok(only);
  return failed(another ? ambiguous(asked, found) : unknown(asked, subjects));
}

const kinds: Readonly<Record<Subject['kind'], string>> = {
  test: 'test',
  log: 'log line',
  failure: 'failure',
};

/** `a test`, `a log line` … */
export function kindOf({ kind }: Subject): string {
  return kinds[kind];
}

const mostListed = 10;

function ambiguous(asked: string, found: readonly Subject[]): Failure {
  const lines = found
    .slice(0, mostListed)
    .map((subject) => `  ${kindOf(subject)}: ${plainLine(subject.name, 200)}`);
  const more = found.length > mostListed ? [`  … and ${found.length - mostListed} more`] : [];
  return {
    kind: 'usage',
    what: [`${found.length} names have ${JSON.stringify(asked)} in them:`, ...lines, ...more, ''].join('\n'),
    next: 'Give more of the one that you mean.',
  };
}

function unknown(asked: string, subjects: readonly Subject[]): Failure {
  const meant = nearestSubject(asked, subjects);
  return {
    kind: 'usage',
    what: `No test, log line or failure on record has ${JSON.stringify(asked)} in its name.`,
    next: meant
      ? `Did you mean ${plainLine(meant.name, 200)}?`
      : 'Copy a name from a report; "gm1 report latest --as json" has them all.',
  };
}

/** By the whole name, or by a part: people remember the title of a test, or the message of a line. */
function nearestSubject(asked: string, subjects: readonly Subject[]): Subject | undefined {
  const byText = Map.groupBy(
    subjects.flatMap((subject) =>
      [subject.name, ...subject.name.split(/ [›·] /)].map((text) => ({ text, subject })),
    ),
    ({ text }) => text,
  );
  // Texts of another length are no misspellings, and to compare all takes long.
  const near = [...byText.keys()].filter((text) => Math.abs(text.length - asked.length) * 3 <= asked.length);
  return byText.get(nearest(asked, near) ?? '')?.[0]?.subject;
}
