import type { RunFinding } from '../harness/comparison/findings.ts';
import { unreachable } from '../harness/core/unreachable.ts';

/** A finding with its kind, for `findings` in JSON. */
export function jsonFinding(finding: RunFinding): object {
  switch (finding.kind) {
    case 'failure':
      return { kind: finding.kind, ...finding.failed };
    case 'test':
      return { kind: finding.kind, ...finding.test };
    case 'log':
      return { kind: finding.kind, ...finding.log };
    default:
      return unreachable(finding);
  }
}
