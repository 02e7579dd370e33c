import type { RunFinding } from '../../harness/comparison/findings.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { unreachable } from '../../harness/core/unreachable.ts';
import { type Finding, type FindingBody, testBody } from './finding.ts';
import { logRow } from './log-row.ts';
import { plainLine, plainText } from './plain-text.ts';
import type { Tone } from './verdict-words.ts';

/** `index` is its place in `findingsOf`; it is numbered as `gm1 report --finding` takes it. */
export function numberedFinding(finding: RunFinding, index: number): Finding {
  return { ...shownFinding(finding), number: index + 1, id: `finding-${index + 1}` };
}

type Unnumbered = FindingBody & { readonly gates: boolean; readonly tone: Tone };

function shownFinding(finding: RunFinding): Unnumbered {
  switch (finding.kind) {
    case 'failure':
      return failureFinding(finding.failed);
    case 'test':
      return { ...testBody(finding.test), gates: finding.test.gates };
    case 'log':
      return { kind: 'log', ...logRow(finding.log) };
    default:
      return unreachable(finding);
  }
}

function failureFinding({ track, phase, failure }: RunRecord['failures'][number]): Unnumbered {
  return {
    kind: 'failure',
    gates: false,
    tone: 'error',
    title: plainLine(failure.what, 600),
    place: plainLine(track ? `${track}, ${phase}` : phase),
    ...(failure.why && { why: plainText(failure.why) }),
    next: plainLine(failure.next, 600),
  };
}
